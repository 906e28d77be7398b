// The receiver is there and would fetch it.
import { defineCanary } from "./canary.ts";

export const mailNotWritten = defineCanary({
  name: "mail-not-written",
  breaks: "mail is reported as delivered, and the inbox is empty",
  claim: "turn-outcome",
  alone: true,
  source: "bug",
  scenario: "mail-to-armed",
  notSimulated: "nobody looks into a simulated inbox",
  seams: (seams, fire) => ({
    mailbox: {
      ...seams.mailbox,
      deliver: async (gardenId) => fire(`nothing was written for ${gardenId}`),
    },
  }),
});
