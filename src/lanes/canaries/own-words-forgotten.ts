// Words of the command line are in no session file: whoever resumes it has to say them again.
import { seedArgumentsWithOwnWords } from "../../agents/pi/adapter.ts";
import { defineCanary } from "./canary.ts";

export const ownWordsForgotten = defineCanary({
  name: "own-words-forgotten",
  breaks:
    "the session was begun with words of its own in the system prompt, and is resumed without them",
  claim: "resume-continues",
  tells: ["input[", "it costs: cache"],
  alone: true,
  source: "bug",
  surroundings: { seedArguments: seedArgumentsWithOwnWords },
  notSimulated: "the simulated model is told nothing in full",
  seams: (seams, fire) => ({
    start(launch, directory) {
      fire("the words of the seed's command line are not said again");
      return seams.start(launch, directory);
    },
  }),
});
