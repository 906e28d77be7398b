// The provider fails, and the owner of the outcome is told that all went well.
import { defineCanary } from "./canary.ts";

export const failureCalledReply = defineCanary({
  name: "failure-called-reply",
  breaks: "a turn that failed is reported as replied",
  claim: "turn-outcome",
  alone: true,
  source: "bug",
  scenario: "server-error",
  async afterTurn(said, _seams, fire) {
    if (said.kind !== "failed") return said;
    fire(`${said.message} was kept back`);
    return { kind: "replied", text: "done", stopReason: "stop" };
  },
});
