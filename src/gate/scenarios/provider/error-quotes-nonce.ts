import { misbehaviour } from "./misbehaviour.ts";

export const errorQuotesNonce = misbehaviour({
  name: "error-quotes-nonce",
  summary: "the answer stands in the message of an error (500), and nowhere else",
  behaviour: { kind: "status", status: 500, message: "Could not say {reply}" },
  expectation: { kind: "turn-failed" },
});
