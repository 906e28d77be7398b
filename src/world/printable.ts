// What a terminal would obey rather than show. Pure; taken out of text that a child, a model or a
// file brought, before it is kept or printed.

/** Escape sequences: CSI with its parameters, and strings (OSC, DCS, …) up to their end. */
export const sequences =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]?/gu;

/** Every other control, and what reorders or breaks a line. */
export const controls = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

/** Lines that have something on them; a carriage return ends one, as progress bars mean it. */
export function printableLines(text: string): string[] {
  return text
    .replace(sequences, "")
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\t/g, " ").replace(controls, "").trim())
    .filter((line) => line !== "");
}

/** Its lines as they are, without what a terminal would obey. */
export function printable(text: string): string {
  const clean = (line: string) => line.replace(/\t/g, " ").replace(controls, "");
  return text.replace(sequences, "").split("\n").map(clean).join("\n");
}
