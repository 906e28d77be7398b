// What the embedded model says: it follows one plain instruction in the last user message.
// Pure, and blind to wire formats, faults and time. It must never invent a token it was not told.

import { isAttachment } from "./attachments.ts";
import type { Message } from "./reply.ts";

/** `recalled` is true when a part of the text was found in an earlier message, not in the last one. */
export interface Answer {
  readonly text: string;
  readonly recalled: boolean;
}

export const noTokenText = "(no token in this conversation)";
export const plainText = "Understood. There was nothing to put together in that message.";
/** Said after a tool's result, so that a turn which called a tool comes to its end. */
export const afterToolText = "done";

const instruction = /by\s+joining\s+these\s+parts\s+with\s+nothing\s+between\s+them:/gi;
// A quoted part has no way to hold a quote: it ends at the next one.
const part = /^\s*(?:"([^"]*)"|(the\s+token\s+I\s+asked\s+you\s+to\s+remember))/i;
const separator = /^\s+and(?=\s+(?:"|the\s))/i;
const remembered = /remember\s+this\s+token\s+for\s+later:\s+(\S+)/gi;

/**
 * Answers the conversation. The reply is the concatenation of the parts listed after
 * `by joining these parts with nothing between them:` in the last user message: double-quoted
 * strings, or the phrase `the token I asked you to remember`, joined by ` and `.
 */
export function answer(messages: readonly Message[]): Answer {
  if (messages.at(-1)?.role === "tool") return { text: afterToolText, recalled: false };
  return answerToPrompt(messages);
}

/** The same, however many tools were called since the last user message. */
export function answerToPrompt(messages: readonly Message[]): Answer {
  const last = messages.findLastIndex(({ role, text }) => role === "user" && !isAttachment(text));
  const parts = last < 0 ? [] : requestedParts(messages[last]?.text ?? "");
  if (parts.length === 0) return { text: plainText, recalled: false };
  const token = rememberedToken(messages.slice(0, last));
  const text = parts
    .map((item) => (item.kind === "quoted" ? item.text : (token ?? noTokenText)))
    .join("");
  const asked = parts.some((item) => item.kind === "token");
  return { text, recalled: asked && token !== undefined };
}

type Part = { readonly kind: "quoted"; readonly text: string } | { readonly kind: "token" };

/** Reads the list after the last instruction; an empty list when there is none. */
function requestedParts(text: string): Part[] {
  const found = [...text.matchAll(instruction)].at(-1);
  if (found === undefined) return [];
  let rest = text.slice(found.index + found[0].length);
  const parts: Part[] = [];
  for (;;) {
    const match = part.exec(rest);
    if (match === null) return parts;
    parts.push(match[1] === undefined ? { kind: "token" } : { kind: "quoted", text: match[1] });
    rest = rest.slice(match[0].length);
    const joint = separator.exec(rest);
    if (joint === null) return parts;
    rest = rest.slice(joint[0].length);
  }
}

/** The token told last, when several were; only user messages count, never the model's own words. */
function rememberedToken(earlier: readonly Message[]): string | undefined {
  const told = earlier
    .filter((message) => message.role === "user")
    .flatMap((message) => [...message.text.matchAll(remembered)].map((match) => match[1]));
  return told.at(-1);
}
