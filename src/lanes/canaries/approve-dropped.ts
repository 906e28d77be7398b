// It shows only where an approval was saved; the agent then asks a person who is not there.
import { defineCanary } from "./canary.ts";

export const approveDropped = defineCanary({
  name: "approve-dropped",
  breaks: "a saved approval of the directory does not reach the child",
  claim: "trust-respected",
  alone: true,
  source: "mutant",
  scenario: "trusted-directory",
  seams: (seams, fire) => ({
    start(launch, directory) {
      if (launch.approve) fire("--approve was left out");
      return seams.start({ ...launch, approve: false }, directory);
    },
  }),
});
