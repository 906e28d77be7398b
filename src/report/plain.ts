// Text that came from a model, a child or a file, made safe to print: no control sequences, no
// characters that reorder a line, and bounded.

import { controls, sequences } from "../world/printable.ts";

/** Line breaks become blanks; anything else that is not printed is left out. */
export function plain(text: string, longest = 600): string {
  const flat = text
    .replace(sequences, "")
    .replace(/[\n\r\t]+/g, " ")
    .replace(controls, "")
    .trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest - 1)}…`;
}
