import { misbehaviour } from "./misbehaviour.ts";

export const rateLimited = misbehaviour({
  name: "rate-limited",
  summary: "the model stays rate limited (429): the turn fails, the resident does not",
  behaviour: { kind: "status", status: 429, message: "Rate limit reached, slow down." },
  expectation: { kind: "turn-failed" },
});
