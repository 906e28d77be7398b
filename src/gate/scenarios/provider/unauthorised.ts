import { misbehaviour } from "./misbehaviour.ts";

export const unauthorised = misbehaviour({
  name: "unauthorised",
  summary: "the model answers 401: the key is no longer good",
  explained: {
    why: "An expired key must be told, and not look like an empty reply.",
    causes:
      "The error entry of the session is read as a reply, or the agent asks for a key and waits.",
  },
  behaviour: { kind: "status", status: 401, message: "This key is not valid." },
  expectation: { kind: "turn-failed" },
});
