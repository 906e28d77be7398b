// A session id is looked up by directory, so a turn is run, and none in the dormant session.
import { defineCanary } from "./canary.ts";

export const wrongCwd = defineCanary({
  name: "wrong-cwd",
  breaks:
    "the child is started by the session's id in another directory, where the agent makes a second session of it",
  claim: "no-residue",
  source: "mutant",
  timeouts: { userTurnMs: 4_000, assistantTurnMs: 4_000 },
  seams: (seams, fire) => ({
    start(launch, directory) {
      const { root } = seams.cell.paths;
      fire(`${root} in the place of ${directory}`);
      return seams.start({ ...launch, sessionPath: null }, root);
    },
  }),
});
