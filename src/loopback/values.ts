// A request value by value: where each stands in its body, and a digest of it. By these a part of a
// history is found again, and two requests are compared, without a word of either being kept.
import { hash } from "node:crypto";
import type { Heard } from "./rules/rule.ts";
import type { JsonObject } from "./wire/shape.ts";

export type Values = Readonly<Record<string, string>>;

const digits = 16;

/** The first digits of the SHA-256 of a text. */
export const digestOf = (text: string): string => hash("sha256", text, "hex").slice(0, digits);

/** `headers` are those of the request; what is secret or differs by chance is left out. */
export function valuesOf(body: JsonObject, headers: Heard["headers"] = {}): Values {
  const found: Record<string, string> = {};
  collect(body, "", found);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !passing.test(name)) found[`header ${name}`] = digestOf(`${value}`);
  }
  return found;
}

/** Of the connection, of this one attempt, or a credential. */
const passing =
  /^(:.*|host|connection|upgrade|content-length|authorization|api-key|x-api-key|x-goog-api-key|date|x-amz-date|amz-sdk-.*|sec-websocket-.*|x-stainless-retry-count)$/;

function collect(value: unknown, path: string, found: Record<string, string>): void {
  if (typeof value !== "object" || value === null) {
    found[path] = digestOf(typeof value === "string" ? value : JSON.stringify(value ?? null));
    return;
  }
  const inList = Array.isArray(value);
  const fields = Object.entries(value);
  // An empty list is a value of its own: the agent sent it.
  if (fields.length === 0) found[path] = digestOf(inList ? "[]" : "{}");
  for (const [name, field] of fields) {
    const step = inList ? `[${name}]` : path === "" ? name : `.${name}`;
    collect(field, `${path}${step}`, found);
  }
}
