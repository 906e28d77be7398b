import { misbehaviour } from "./misbehaviour.ts";

export const rateLimitedOnce = misbehaviour({
  name: "rate-limited-once",
  summary:
    "the model is rate limited (429) once, then answers: the agent's own retry saves the turn",
  behaviour: { kind: "status", status: 429, message: "Rate limit reached, slow down." },
  once: true,
  expectation: { kind: "resumed" },
});
