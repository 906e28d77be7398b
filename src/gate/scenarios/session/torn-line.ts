import { eventsOf } from "../../../evidence/evidence.ts";
import { recordPrefix } from "../../observe/session.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { defineScenario } from "../../scenario.ts";

const fault = "last-line-cut-off";
const stump = '{"type":"message","id":"0badc0de","parentId":"00000000","timest';

export const tornLine = defineScenario({
  name: "torn-line",
  summary: "a session whose writer was killed in mid-line goes on from its last whole line",
  explained: {
    why: "A kill in mid-write is the commonest damage to a session; losing the whole of it would be out of proportion.",
    causes: "The file is parsed as a whole, or the new entry is appended to the torn half-line.",
  },
  faults: [fault],
  covers: ["owned-outcome×dormant"],
  expect: () => ({ kind: "resumed" }),
  async arrange(stage, { path }) {
    const { files } = stage.world;
    stage.record({ type: "fault-armed", fault, detail: `${stump.length} bytes at the end` });
    await files.writeText(path, (await files.readText(path)) + stump);
    await recordPrefix(stage, path, "before-resume");
  },
  async act(stage, session) {
    await resumeAndObserve(stage, session);
    const [torn] = eventsOf(stage, "session-line-unreadable");
    if (torn?.offset !== session.prefixBytes || torn.bytes <= stump.length) return;
    const closed = torn.bytes === stump.length + 1;
    const then = closed ? "closed by a line break" : "written on in, so that two lines became one";
    const proof = `line ${torn.index}, ${torn.bytes} bytes at offset ${torn.offset}, was cut off and then ${then}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
