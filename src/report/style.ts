// Colour, or none. Whoever prints decides once; everything else only names what it means.
import { styleText } from "node:util";

export type Meaning = "good" | "bad" | "open" | "faint" | "strong";

export type Paint = (meaning: Meaning, text: string) => string;

const formats = {
  good: "green",
  bad: "red",
  open: "yellow",
  faint: "dim",
  strong: "bold",
} as const;

export const colourless: Paint = (_meaning, text) => text;

export const coloured: Paint = (meaning, text) =>
  styleText(formats[meaning], text, { validateStream: false });

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
