// Colour, or none. The printing code decides once; everything else only names what it means.

export type Meaning = "good" | "bad" | "open" | "faint" | "strong";

export type Paint = (meaning: Meaning, text: string) => string;

/** SGR codes: on and off. */
const codes: Record<Meaning, readonly [number, number]> = {
  good: [32, 39],
  bad: [31, 39],
  open: [33, 39],
  faint: [2, 22],
  strong: [1, 22],
};

export const colourless: Paint = (_meaning, text) => text;

export const coloured: Paint = (meaning, text) => {
  const [on, off] = codes[meaning];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** NO_COLOR and FORCE_COLOR beat what the stream is. */
export function wantsColour(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if (no !== undefined && no !== "") return false;
  return isTerminal && term !== "dumb";
}
