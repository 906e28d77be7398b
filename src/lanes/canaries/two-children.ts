// Both are started for the same prompt; which of them gets the socket is a matter of speed.
import { defineCanary } from "./canary.ts";

export const twoChildren = defineCanary({
  name: "two-children",
  breaks: "one dispatch starts two children on the same session",
  claim: "mutual-exclusion",
  source: "mutant",
  timeouts: { userTurnMs: 4_000 },
  seams: (seams, fire) => ({
    async start(launch, directory) {
      const child = await seams.start(launch, directory);
      await seams.start(launch, directory);
      fire("started twice");
      return child;
    },
  }),
});
