import { mintGardenId } from "../../../formats/garden-id.ts";
import { recordPath } from "../../../formats/places.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { needsRecord } from "../../toolbox/needs.ts";
import { cellRecordPath, placeFile, rewriteRecord } from "../../toolbox/props.ts";

const corrupt = "record-is-corrupt";

export const corruptRecord = defineScenario({
  name: "corrupt-record",
  summary: "a record that is there and cannot be read throws: it is neither guessed nor replaced",
  faults: [corrupt],
  cannotRun: needsRecord,
  covers: ["throws:corrupt-record"],
  expect: () => ({
    kind: "threw",
    message: "\\.meta\\.json is not JSON|meta-record is not valid JSON",
  }),
  async arrange(stage) {
    const path = cellRecordPath(stage);
    const half = '{ "schemaVersion": 2, "gardenId":';
    stage.record({ type: "fault-armed", fault: corrupt, detail: path });
    await stage.world.files.writeText(path, half);
    const proof = `${path} holds ${JSON.stringify(await stage.world.files.readText(path))}`;
    stage.record({ type: "fault-fired", fault: corrupt, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});

const twice = "session-has-two-records";

export const twoRecords = defineScenario({
  name: "two-records",
  summary: "one session under two garden ids would have two locks, so neither is resumed",
  faults: [twice],
  cannotRun: needsRecord,
  covers: ["throws:two-records"],
  expect: () => ({
    kind: "threw",
    message: "both claim the native session|shares nativeSessionId",
  }),
  async arrange(stage) {
    const { cell, world } = stage;
    const gardenId = mintGardenId(world.clock.wallMs(), world.randomBytes(3));
    const path = recordPath(cell.paths.recordDirectory, gardenId);
    stage.record({ type: "fault-armed", fault: twice, detail: path });
    const own: Record<string, unknown> = JSON.parse(await rewriteRecord(stage, {}));
    await placeFile(stage, path, JSON.stringify({ ...own, gardenId }));
    const proof = `${cell.gardenId} and ${gardenId} both name the native session ${own.nativeSessionId}`;
    stage.record({ type: "fault-fired", fault: twice, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});
