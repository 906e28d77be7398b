// Reads loosely what a wire format's own parser has already accepted: what does not fit is left out.

import type { JsonObject } from "../wire/shape.ts";
import type { Item } from "./item.ts";

export const objectOf = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

export const objectsIn = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf) : [];

export const optional = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** Fields with a value; an outline has no `undefined` in it. */
export function named(fields: { readonly id?: unknown; readonly name?: unknown }) {
  const [id, name] = [optional(fields.id), optional(fields.name)];
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

/** The items of a content that is a string or a list of parts. */
export function contentItems(
  content: unknown,
  path: string,
  read: (part: JsonObject, path: string) => Item,
): readonly Item[] {
  if (typeof content === "string") {
    return [{ kind: "text", path, raw: { type: "text", text: content }, text: content }];
  }
  return objectsIn(content).map((part, index) => read(part, `${path}[${index}]`));
}

/** The text of a content that is a string or parts with `text`. */
export function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  return objectsIn(content)
    .map(({ text }) => optional(text) ?? "")
    .join("\n");
}
