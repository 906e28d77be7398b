// The reply comes from whatever was asked; only comparing all places that name a model shows it.
import { defineCanary } from "./canary.ts";

export const otherModel = defineCanary({
  name: "other-model",
  breaks: "the session is resumed with another model than it was begun with",
  claim: "model-identity",
  alone: true,
  source: "mutant",
  seams: (seams, fire) => ({
    start(launch, directory) {
      const model = `${launch.model}-mini`;
      fire(`${model} in the place of ${launch.model}`);
      return seams.start({ ...launch, model }, directory);
    },
  }),
});
