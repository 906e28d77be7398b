import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";

const fault = "session-file-gone";

export const missingFile = defineScenario({
  name: "missing-file",
  summary: "a session whose file is gone is refused, and no new one is begun in its name",
  explained: {
    why: "A session that is gone must be told as gone; a fresh one in its name hides the loss.",
    causes: "The agent creates the file it is told to resume when it is missing.",
  },
  faults: [fault],
  covers: ["reject:bad-target"],
  expect: () => ({ kind: "refused", reason: "bad-target", observedLiveness: null }),
  async act(stage, session) {
    const { files } = stage.world;
    const aside = `${session.path}.aside`;
    stage.record({ type: "fault-armed", fault, detail: session.path });
    await files.rename(session.path, aside);
    const { kind } = await files.inspect(session.path);
    if (kind === "missing") {
      stage.record({ type: "fault-fired", fault, proof: `${session.path} was moved to ${aside}` });
    }
    await dispatchRefused(stage, session, { dispatch: 1 });
    // Back again: its bytes are compared at the end of every cell.
    await files.rename(aside, session.path);
  },
});
