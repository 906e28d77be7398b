// The sender reports a delivery; only the receiver can tell whether it is true.
import { defineCanary } from "./canary.ts";

export const sentNotSent = defineCanary({
  name: "sent-not-sent",
  breaks: "a message is reported as sent that never left",
  claim: "turn-outcome",
  alone: true,
  source: "bug",
  scenario: "send-to-live",
  async resume(resume, _seams, fire, { intent }) {
    if (intent === "owned-outcome") return resume();
    fire("nothing was sent");
    return { kind: "sent", via: "control-socket", delivery: "sent", lockDirty: null };
  },
});
