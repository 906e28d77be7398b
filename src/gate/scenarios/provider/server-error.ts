import { misbehaviour } from "./misbehaviour.ts";

export const serverError = misbehaviour({
  name: "server-error",
  summary: "the model answers 500 to every attempt",
  explained: {
    why: "The failure has to be told as one, once the agent's own retries are used up.",
    causes: "The last text in the session, an older turn's, is reported as the reply.",
  },
  behaviour: { kind: "status", status: 500, message: "Something broke in here." },
  simulated: { fate: "fails-turn" },
  expectation: { kind: "turn-failed" },
});
