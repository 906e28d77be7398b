// What the bodies of all wire formats are put together from. Texts are stand-ins: a rule looks at
// whether something is said, and never at the words.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";

const standIns = { words: "…", blank: " ", nothing: "" } as const;

export const textOf = ({ said }: Block): string => standIns[said];

export const inputs = { object: {}, string: "…", null: null, other: [] } as const;

export const inputOf = ({ input = "object" }: Block): unknown => inputs[input];

/** A message, or results of tools that follow each other: three formats send these as one message. */
export type Group =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "results"; readonly results: readonly Message[] };

export function grouped(told: readonly Told[]): Group[] {
  const groups: Group[] = [];
  let results: Message[] | null = null;
  for (const { message } of told) {
    if (message.role === "toolResult") {
      if (results === null) {
        results = [];
        groups.push({ kind: "results", results });
      }
      results.push(message);
      continue;
    }
    if (message.role === "system") continue;
    results = null;
    groups.push({ kind: "message", message });
  }
  return groups;
}

/** Texts of which the agent sends only those with words. */
export const worded = (blocks: readonly Block[]): Block[] =>
  blocks.filter(({ kind, said }) => kind !== "text" || said === "words");

/** Messages without anything in them are not sent. */
export const filled = (role: string, content: readonly unknown[], field: string): JsonObject[] =>
  content.length === 0 ? [] : [{ role, [field]: content }];
