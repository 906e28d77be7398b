// What may be said to a session: one rule for a dispatch, the launch pipe and the control socket, so
// that a text is taken by all of them or refused by all. Any text counts as it is, to the last byte.

import { longestLine } from "./control-protocol.ts";

/**
 * Longest message, in characters of its JSON: one line of the control protocol less 64 Ki, which
 * are for who sends it.
 */
export const longestMessage = longestLine - 64 * 1024;

/** Why a message cannot be run, in words; null for one that can. */
export function messageFlaw(message: string): string | null {
  if (message.trim() === "") return "message is empty: there is nothing to run";
  const { length } = JSON.stringify(message);
  if (length <= longestMessage) return null;
  return `message takes ${length} characters as JSON, at most ${longestMessage} can be sent: put it in a file and name the file instead`;
}

/** @throws RangeError for a message that no session would run. */
export function assertMessage(message: string): void {
  const flaw = messageFlaw(message);
  if (flaw !== null) throw new RangeError(flaw);
}

/** A launch's message as its child reads it: one line, so that its end shows that it is whole. */
export function formatLaunchMessage(message: string): string {
  return `${JSON.stringify({ message })}\n`;
}

/** @throws Error for anything but one whole line that holds a message which can be run. */
export function parseLaunchMessage(received: string): string {
  if (!received.endsWith("\n")) {
    throw new Error(`the message broke off after ${received.length} characters: nothing is run`);
  }
  const { message } = JSON.parse(received);
  if (typeof message !== "string") throw new Error("the launch names no message: nothing is run");
  assertMessage(message);
  return message;
}
