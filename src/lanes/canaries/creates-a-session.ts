// The agent makes whatever session it is asked for; only the dispatch can know that it is gone.
import { defineCanary } from "./canary.ts";

export const createsASession = defineCanary({
  name: "creates-a-session",
  breaks: "a session that is missing is created anew instead of refused",
  claim: "refused-cleanly",
  source: "bug",
  scenario: "missing-file",
  notSimulated: "no simulated session goes missing",
  async resume(resume, { cell, start }, fire, { gardenId, message: prompt }) {
    const outcome = await resume();
    if (outcome.kind !== "rejected") return outcome;
    const { provider, model } = cell.target;
    const launch = { kind: "one-shot", gardenId, provider, model, prompt, approve: false } as const;
    const child = await start({ ...launch, sessionPath: null }, cell.paths.workingDirectory);
    await child.exited;
    fire(`an agent was started although ${outcome.message}`);
    return outcome;
  },
});
