import { misbehaviour } from "./misbehaviour.ts";

export const connectionReset = misbehaviour({
  name: "connection-reset",
  summary: "every connection to the model is cut before its first byte",
  explained: {
    why: "Networks break; the turn fails in bounded time and the session stays usable.",
    causes: "The agent's retries have no bound, or its error is not reported.",
  },
  behaviour: { kind: "reset" },
  expectation: { kind: "turn-failed" },
});
