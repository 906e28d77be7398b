import { misbehaviour } from "./misbehaviour.ts";

export const unauthorised = misbehaviour({
  name: "unauthorised",
  summary: "the model answers 401: the key is no longer good",
  behaviour: { kind: "status", status: 401, message: "This key is not valid." },
  expectation: { kind: "turn-failed" },
});
