// Text that came from a model, a child or a file, made safe to print: no control sequences, no
// characters that reorder a line, and bounded.
import { stripVTControlCharacters } from "node:util";

/** Line breaks become blanks; anything else that is not printed is left out. */
export function plain(text: string, longest = 600): string {
  const flat = stripVTControlCharacters(text)
    .replace(/[\n\r\t]+/g, " ")
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, "")
    .trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest - 1)}…`;
}
