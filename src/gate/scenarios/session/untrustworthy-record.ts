// Records that are there and cannot be trusted: each throws, and the session is left alone.
import { mintGardenId } from "../../../formats/garden-id.ts";
import { recordPath } from "../../../formats/places.ts";
import type { Explained } from "../../../invariants/invariant.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsRecord } from "../../toolbox/needs.ts";
import { cellRecordPath, placeFile, rewriteRecord } from "../../toolbox/props.ts";

interface Untrustworthy {
  readonly name: string;
  readonly summary: string;
  readonly explained: Explained;
  readonly fault: string;
  /** What the words of the error must match. */
  readonly message: string;
  /** Breaks the record, and returns what the file now says. */
  break(stage: Stage): Promise<string>;
}

function untrustworthy({ fault, message, break: breakIt, ...told }: Untrustworthy): Scenario {
  return defineScenario({
    ...told,
    faults: [fault],
    cannotRun: needsRecord,
    covers: ["throws:corrupt-record"],
    expect: () => ({ kind: "threw", message }),
    async arrange(stage) {
      const path = cellRecordPath(stage);
      stage.record({ type: "fault-armed", fault, detail: path });
      const text = await breakIt(stage);
      const found = await stage.world.files.readText(path);
      const proof = `${path} holds ${JSON.stringify(found)}`;
      if (found === text) stage.record({ type: "fault-fired", fault, proof });
    },
    act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
  });
}

export const corruptRecord = untrustworthy({
  name: "corrupt-record",
  summary: "a record that is there and cannot be read throws: it is neither guessed nor replaced",
  explained: {
    why: "A record that cannot be read may be the only trace of an identity; replacing it destroys that.",
    causes: "A parse error is treated as a missing file, and a new record is written.",
  },
  fault: "record-is-corrupt",
  message: "\\.meta\\.json is not JSON|meta-record is not valid JSON",
  async break(stage) {
    const half = '{ "schemaVersion": 2, "gardenId":';
    await stage.world.files.writeText(cellRecordPath(stage), half);
    return half;
  },
});

export const recordOfAnother = untrustworthy({
  name: "record-of-another-id",
  summary: "a record under this id's name that is another's throws: the name of a file is no proof",
  explained: {
    why: "A copied or renamed file must not give one session the identity of another.",
    causes: "The id in the record is not compared with its file's name.",
  },
  fault: "record-is-of-another-id",
  message: "holds the record of|body/filename drift",
  break: (stage) => {
    const { clock, randomBytes } = stage.world;
    return rewriteRecord(stage, { gardenId: mintGardenId(clock.wallMs(), randomBytes(3)) });
  },
});

export const recordWithMore = untrustworthy({
  name: "record-with-unknown-key",
  summary: "a record with a key that its version does not have throws: nobody knows what it means",
  explained: {
    why: "A key of a later version may change what the others mean.",
    causes: "Unknown keys are ignored by the parser.",
  },
  fault: "record-has-an-unknown-key",
  message: "is not a record: .*[Uu]nrecognized key|unexpected key",
  break: (stage) => rewriteRecord(stage, { priority: "high" }),
});

const twice = "session-has-two-records";

export const twoRecords = defineScenario({
  name: "two-records",
  summary: "one session under two garden ids would have two locks, so neither is resumed",
  explained: {
    why: "Two ids for one session are two locks, and two locks exclude nobody.",
    causes: "Nobody asks whether another record claims the same native session.",
  },
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
