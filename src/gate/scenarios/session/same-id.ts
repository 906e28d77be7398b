import { join } from "node:path";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { placeFile } from "../../toolbox/props.ts";

const fault = "two-files-of-one-id";

export const sameId = defineScenario({
  name: "two-sessions",
  summary: "two files of one id are refused, for nobody can tell which of them is meant",
  explained: {
    why: "Each may be the one that is meant, and the wrong one answers plausibly.",
    causes: "The first file of the directory listing is taken.",
  },
  faults: [fault],
  covers: ["reject:bad-target"],
  expect: () => ({ kind: "refused", reason: "bad-target", observedLiveness: null }),
  async arrange(stage, session) {
    const { cell, world } = stage;
    const path = join(cell.paths.sessionDirectory, "copy.jsonl");
    stage.record({ type: "fault-armed", fault, detail: path });
    await placeFile(stage, path, await world.files.readText(session.path));
    const proof = `${path} and ${session.path} have one header`;
    stage.record({ type: "fault-fired", fault, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});
