// Text of a live view that has as many columns as characters. Pure.
import { plain } from "../plain.ts";
import { shortTarget } from "../short-target.ts";

/**
 * A name that came from outside, of characters that every terminal shows one column wide. Others take two
 * columns, or none: a line of them would be as wide as nobody can tell.
 */
export const labelOf = (name: string): string =>
  shortTarget(plain(name)).replace(/[^\u0020-\u007e]/gu, "?");

/** The same, cut in its middle: names of one list differ in how they begin or in how they end. */
export function cutInMiddle(text: string, width: number): string {
  if (text.length <= width || width < 3) return fitted(text, width);
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(-tail)}`;
}

/** At most so many columns. */
export const fitted = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`.slice(0, width);
