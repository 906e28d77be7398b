// What is declared against what is found: every cell of the decision, and every way to be refused.
import type { Scenario } from "../../scenario.ts";
import { messageToIndeterminate, ownedToIndeterminate } from "./indeterminate.ts";
import { mailToArmed, mailToUnarmed, ownedToMailbox, ownedToUnarmed } from "./mailbox.ts";
import { malformedId } from "./malformed-id.ts";
import { messageToDormant } from "./message-to-dormant.ts";
import { ownedToLive } from "./owned-to-live.ts";
import { sendToLive } from "./send-to-live.ts";
import { sharedAddress } from "./shared-address.ts";
import { socketOnlyMessage, socketOnlyOwned } from "./socket-only.ts";
import { trustedDirectory, untrustedDirectory } from "./trust.ts";
import { unknownId } from "./unknown-id.ts";
import { untrustedAncestor } from "./untrusted-ancestor.ts";

export const decisionScenarios: readonly Scenario[] = [
  sendToLive,
  ownedToLive,
  messageToDormant,
  messageToIndeterminate,
  ownedToIndeterminate,
  unknownId,
  malformedId,
  socketOnlyMessage,
  socketOnlyOwned,
  sharedAddress,
  mailToArmed,
  mailToUnarmed,
  ownedToMailbox,
  ownedToUnarmed,
  untrustedDirectory,
  untrustedAncestor,
  trustedDirectory,
];
