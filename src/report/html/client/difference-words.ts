// How the difference of two cells is called and coloured.
import type { Compared, Difference } from "./difference.ts";

export const differenceWords = ({ a, b }: Compared): Readonly<Record<Difference, string>> => ({
  worse: "worse",
  better: "better",
  otherwise: "for another reason",
  hazard: "differ in a hazard",
  "only-a": `ran only with ${a}`,
  "only-b": `ran only with ${b}`,
  alike: "alike",
});

/** Of the page's colours. */
export const toneOf = {
  worse: "fail",
  otherwise: "unknown",
  hazard: "hazard",
  better: "pass",
  "only-a": "known",
  "only-b": "known",
  alike: "skip",
} as const satisfies Readonly<Record<Difference, string>>;
