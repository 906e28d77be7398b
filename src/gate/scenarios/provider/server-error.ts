import { misbehaviour } from "./misbehaviour.ts";

export const serverError = misbehaviour({
  name: "server-error",
  summary: "the model answers 500 to every attempt",
  behaviour: { kind: "status", status: 500, message: "Something broke in here." },
  simulated: { fate: "fails-turn" },
  expectation: { kind: "turn-failed" },
});
