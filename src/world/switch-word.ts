// A switch in the environment: the words that turn one on and off. Pure.

export const switchWords = "1, true, yes or on, or else 0, false, no or off";

const on = ["1", "true", "yes", "on"];
/** Empty is what CI services make of an input that was not given. */
const off = ["", "0", "false", "no", "off"];

/** Null for a word that says neither. */
export function isSwitchedOn(word = ""): boolean | null {
  const lower = word.toLowerCase();
  if (on.includes(lower)) return true;
  return off.includes(lower) ? false : null;
}
