// What messages may hold and in which order, where several formats ask the same.

import type { Item, Outline } from "../../outline/outline.ts";
import { objectOf } from "../../outline/reading.ts";
import type { Heard, Place } from "../rule.ts";

/** The first message that is not the system's, unless the user said it. */
export function notUserFirst({ outline }: Heard): Place[] {
  const first = outline.find(({ role }) => role !== "system");
  return first === undefined || first.role === "user" ? [] : [{ path: first.path }];
}

/** The last message, when it is the model's own. */
export function modelLast({ outline }: Heard): Place[] {
  const last = outline.findLast(({ role }) => role !== "system");
  return last?.role === "assistant" ? [{ path: last.path }] : [];
}

/** Texts without a character that can be seen. */
export function blankTexts(outline: Outline): Place[] {
  return outline
    .flatMap(({ items }) => items)
    .filter(({ kind, text, path }) => kind === "text" && isBlock(path) && text?.trim() === "")
    .map(({ path }) => ({ path }));
}

/** A text that is the whole content has no index of its own. */
const isBlock = (path: string): boolean => path.endsWith("]");

/** Messages without anything in them. */
export function emptyMessages(outline: Outline): Place[] {
  return outline.filter(({ items }) => items.length === 0).map(({ path }) => ({ path }));
}

/** Tool blocks, when the request declares no tools. */
export function toolsUndeclared({ outline }: Heard, declared: unknown): Place[] {
  if (Array.isArray(declared) && declared.length > 0) return [];
  const used = outline
    .flatMap(({ items }) => items)
    .find(({ kind }) => kind === "call" || kind === "result");
  return used === undefined ? [] : [{ path: used.path }];
}

/** Two messages of one role in a row. */
export function rolesInARow({ outline }: Heard): Place[] {
  return outline
    .filter(({ role }, at) => role !== "system" && outline[at - 1]?.role === role)
    .map(({ path }) => ({ path }));
}

/** Images of a kind that the provider does not read; `kindOf` finds the kind in the part. */
export function imagesUnlike(
  items: readonly Item[],
  kindOf: (raw: Item["raw"]) => unknown,
  form: RegExp,
): Place[] {
  return items
    .filter(({ kind, raw }) => kind === "image" && !form.test(`${kindOf(raw)}`))
    .map(({ path, raw }) => ({ path, detail: `${kindOf(raw)}` }));
}

export const sourceOf = (raw: Item["raw"]): Item["raw"] => objectOf(raw.source);
