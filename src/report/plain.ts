// Text that came from a model, a child or a file, made safe to print: no control sequences, no
// characters that reorder a line, no half of a character, and bounded.

import { controls, sequences } from "../world/printable.ts";

/** Line breaks become blanks; anything else that is not printed is left out. */
export function plain(text: string, longest = 600): string {
  const flat = text
    .replace(sequences, "")
    .replace(/[\n\r\t]+/g, " ")
    .replace(controls, "")
    .trim()
    .toWellFormed();
  if (flat.length <= longest) return flat;
  const cut = flat.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "");
  return `${cut}…`;
}
