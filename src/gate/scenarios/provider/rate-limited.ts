import { misbehaviour } from "./misbehaviour.ts";

export const rateLimited = misbehaviour({
  name: "rate-limited",
  summary: "the model stays rate limited (429): the turn fails, the resident does not",
  explained: {
    why: "The turn is lost and the session is not: it must stay reachable for a later try.",
    causes: "The resident exits on a failed turn, or the failure is reported as a reply.",
  },
  behaviour: { kind: "status", status: 429, message: "Rate limit reached, slow down." },
  expectation: { kind: "turn-failed" },
});
