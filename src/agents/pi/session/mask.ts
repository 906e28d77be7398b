// Stand-ins for what a person wrote: of the same length, in characters and in bytes, with blanks and
// punctuation in their places and no word left. Every fourth letter is a digit, so that no stand-in
// can be taken for a word either.
import { createHash } from "node:crypto";

const emoji = "\u{1F600}";

/** Letters and digits go, whatever their script. */
export function masked(text: string): string {
  let run = 0;
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\p{L}\p{N}\p{M}]/gu, (character) => {
    if (character.length === 2) return emoji;
    const code = character.charCodeAt(0);
    if (code >= 0x800) return "\u2026";
    if (code >= 0x80) return "\u00b7";
    run += 1;
    if (run % 4 === 0 || /[0-9]/.test(character)) return "0";
    return /[A-Z]/.test(character) ? "X" : "x";
  });
}

const letters = "bcdfghjkmnpqrstvwxz";

/** The same for the same text, and another for another: for ids, signatures and data. */
export function derived(text: string): string {
  const stream = digits(text);
  let run = 0;
  return text.replace(/[A-Za-z0-9]/g, (character) => {
    run += 1;
    const drawn = stream();
    if (run % 4 === 0 || /[0-9]/.test(character)) return String(drawn % 10);
    const letter = letters[drawn % letters.length] ?? "x";
    return /[A-Z]/.test(character) ? letter.toUpperCase() : letter;
  });
}

/** Another UUID of the same version, the same for the same one. */
export function derivedUuid(uuid: string): string {
  const stream = digits(uuid.toLowerCase());
  const isVersionOrVariant = (at: number) => at === 14 || at === 19;
  return uuid.replace(/[0-9a-f]/gi, (digit, at: number) =>
    isVersionOrVariant(at) ? digit : (stream() % 16).toString(16),
  );
}

/** Bytes without end, from a digest of the text. */
function digits(text: string): () => number {
  let block = createHash("sha256").update(text).digest();
  let at = 0;
  return () => {
    if (at === block.length) {
      block = createHash("sha256").update(block).digest();
      at = 0;
    }
    at += 1;
    return block[at - 1] ?? 0;
  };
}
