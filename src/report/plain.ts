// Text that came from a model, a child or a file, made safe to print: no control sequences, no
// characters that reorder a line, and bounded.

/** Escape sequences: CSI with its parameters, and strings (OSC, DCS, …) up to their end. */
const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]?/gu;

/** Line breaks become blanks; anything else that is not printed is left out. */
export function plain(text: string, longest = 600): string {
  const flat = text
    .replace(sequences, "")
    .replace(/[\n\r\t]+/g, " ")
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, "")
    .trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest - 1)}…`;
}
