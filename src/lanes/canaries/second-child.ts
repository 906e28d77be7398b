// Nothing else goes wrong: the doomed one ends by itself, before any turn.
import { defineCanary } from "./canary.ts";

export const secondChild = defineCanary({
  name: "second-child",
  breaks: "a child that can never serve is started beside the one that does",
  claim: "mutual-exclusion",
  alone: true,
  source: "claim",
  seams: (seams, fire) => ({
    async start(launch, directory) {
      // The extension ends a child whose session it cannot serve before any turn.
      await seams.start({ ...launch, gardenId: "not-a-garden-id" }, directory);
      fire("a doomed child came first");
      return seams.start(launch, directory);
    },
  }),
});
