import { misbehaviour } from "./misbehaviour.ts";

export const rateLimitedOnce = misbehaviour({
  name: "rate-limited-once",
  summary:
    "the model is rate limited (429) once, then answers: the agent's own retry saves the turn",
  explained: {
    why: "A single 429 is everyday; it must not fail the turn.",
    causes: "The first error is taken for the outcome although the agent tries again.",
  },
  behaviour: { kind: "status", status: 429, message: "Rate limit reached, slow down." },
  once: true,
  expectation: { kind: "resumed" },
});
