// Alive is all that is ever said; the owner of the outcome waits for ever.
import { defineCanary } from "./canary.ts";

export const turnNeverReported = defineCanary({
  name: "turn-never-reported",
  breaks: "it says that the socket is alive, whatever became of the turn",
  claim: "turn-outcome",
  alone: true,
  source: "bug",
  afterTurn: null,
  async resume(resume, _seams, fire) {
    const outcome = await resume();
    fire("nobody can be asked how the turn ends");
    return outcome;
  },
});
