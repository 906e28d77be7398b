// It exits with an error of its own before it has a socket or a turn.
import { defineCanary } from "./canary.ts";

export const diesAtStart = defineCanary({
  name: "dies-at-start",
  breaks: "the resident ends itself before it has served anything",
  claim: "socket-answers",
  source: "bug",
  seams: (seams, fire) => ({
    start(launch, directory) {
      fire("started for a session that it cannot serve");
      return seams.start({ ...launch, gardenId: "not-a-garden-id" }, directory);
    },
  }),
});
