// A session id is looked up by directory, so a turn is run, and none in the dormant session.
import { defineCanary } from "./canary.ts";

export const wrongCwd = defineCanary({
  name: "wrong-cwd",
  breaks: "the child runs in another directory, where the agent makes a second session of the id",
  claim: "no-residue",
  source: "mutant",
  timeouts: { userTurnMs: 4_000, assistantTurnMs: 4_000 },
  seams: (seams, fire) => ({
    start(launch, directory) {
      const { root } = seams.cell.paths;
      fire(`${root} in the place of ${directory}`);
      return seams.start(launch, root);
    },
  }),
});
