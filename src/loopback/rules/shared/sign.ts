// Signatures made from what they bind, with a key of the provider's: one that comes back can be
// checked without remembering it. Nothing secret: the key only keeps others from making them by chance.

import { createHash, createHmac } from "node:crypto";

const key = "the loopback provider's own";

/** A digest of these parts, of 22 characters that any format may carry. */
export function digest(...parts: readonly string[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(`${part.length}:${part}`);
  return hmac.digest("base64url").slice(0, 22);
}

/** What a signature says of the block that it was given with. */
export interface Signed {
  readonly model: string;
  /** Digest of the block's own text. */
  readonly text: string;
  /** Digest of what the block is bound to besides; "" when to nothing. */
  readonly bound: string;
}

/** The signature as base64, which each format takes. */
export function sealed({ model, text, bound }: Signed): string {
  const fields = [model, text, bound];
  return Buffer.from(JSON.stringify([...fields, digest("seal", ...fields)])).toString("base64");
}

/** Null when it is not one of ours, or was touched. */
export function unsealed(signature: string): Signed | null {
  try {
    const fields: unknown = JSON.parse(Buffer.from(signature, "base64").toString("utf8"));
    const [model, text, bound, seal] = fields as [string, string, string, string];
    if (digest("seal", model, text, bound) !== seal) return null;
    const again = sealed({ model, text, bound });
    return again === signature ? { model, text, bound } : null;
  } catch {
    return null;
  }
}

/** A running digest, one value after each part, so that any prefix can be named. */
export function chain(start: string, parts: readonly string[]): readonly string[] {
  let last = start;
  return parts.map((part) => {
    last = createHash("sha1").update(last).update(part).digest("base64url");
    return last;
  });
}

/** JSON with sorted keys and without the fields named, so that equal content has equal text. */
export function stable(value: unknown, without: ReadonlySet<string> = nothing): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const fields = Object.entries(inner).filter(([name]) => !without.has(name));
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const nothing: ReadonlySet<string> = new Set();
