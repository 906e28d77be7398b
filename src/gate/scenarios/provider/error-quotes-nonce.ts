import { misbehaviour } from "./misbehaviour.ts";

export const errorQuotesNonce = misbehaviour({
  name: "error-quotes-nonce",
  summary: "the answer stands in the message of an error (500), and nowhere else",
  explained: {
    why: "An error that quotes the prompt contains the words that are looked for.",
    causes: "The whole session file is searched for the words, errors included.",
  },
  behaviour: { kind: "status", status: 500, message: "Could not say {reply}" },
  expectation: { kind: "turn-failed" },
});
