// The turn itself is as it should be; there is only nobody to talk to.
import { defineCanary } from "./canary.ts";

export const noControlFlag = defineCanary({
  name: "no-control-flag",
  breaks: "the child is started without its control socket, runs its turn and is gone",
  claim: "socket-answers",
  source: "mutant",
  seams: (seams, fire) => ({
    start(launch, directory) {
      fire("started as a one-shot");
      return seams.start({ ...launch, kind: "one-shot" }, directory);
    },
  }),
});
