// What is printed of counterexamples that are kept, and of how to run one again.
import type { Replayed } from "../simulation/explore/replay.ts";
import { unjudgedText } from "./exploration.ts";

/** Empty for one that does not show any more. */
export function keptText(
  claim: string,
  path: string,
  { violation, unjudged }: Pick<Replayed, "violation" | "unjudged">,
): string {
  if (violation) return `${claim} is still broken: pnpm matrix replay ${path}\n`;
  return unjudged === null ? "" : `${unjudgedText(claim, unjudged)} (${path})\n`;
}

interface Total {
  readonly kept: number;
  readonly broken: number;
  readonly unjudged: number;
}

export function keptTotal(lane: string, { kept, broken, unjudged }: Total): string {
  const open = unjudged === 0 ? "" : `, not judged: ${unjudged}`;
  return `Kept counterexamples of ${lane}: ${kept}, broken: ${broken}${open}.\n`;
}

interface Ways {
  /** How it came to be so simple. */
  readonly how: string;
  /** Where it was kept; null where it was not. */
  readonly written: string | null;
  /** What leads fast-check back to it; null where it was not drawn. */
  readonly drawn: {
    readonly randomSeed: number;
    readonly path: string;
    readonly lane: string;
    readonly dispatchers: readonly number[];
  } | null;
  /** The command that tries it with real processes; null where no scenario is like it. */
  readonly real: string | null;
}

export function waysToReplay({ how, written, drawn, real }: Ways): readonly string[] {
  const ways = [
    ...(written === null ? [] : [`  pnpm matrix replay ${written}`]),
    ...(drawn === null ? [] : [`  pnpm matrix replay ${wayBack(drawn)}`]),
  ];
  return [
    ways.length === 0 ? how : `${how} Replay it:`,
    ...ways,
    ...pageOf(written, drawn),
    ...(real === null ? [] : ["Confirm it with real processes:", `  ${real}`]),
  ];
}

function pageOf(written: Ways["written"], drawn: Ways["drawn"]): readonly string[] {
  const which = written ?? (drawn && wayBack(drawn));
  if (which === null) return [];
  return [
    "See who did what, when, as a page:",
    `  pnpm matrix replay ${which} --reporter html=counterexample.html`,
  ];
}

const wayBack = ({ randomSeed, path, lane, dispatchers }: NonNullable<Ways["drawn"]>): string =>
  `--seed ${randomSeed} --path ${path} --lane ${lane} --dispatchers ${dispatchers.join("-")}`;

interface Times {
  readonly sha256: string;
  /** Of `times` runs so many had the same evidence. */
  readonly same: number;
  readonly times: number;
}

export const sameText = ({ sha256, same, times }: Times): string =>
  `Evidence: SHA-256 ${sha256}; ${same} of ${times} runs the same.`;

/** A replay that shows nothing. */
export function heldText(claim: string, unjudged: Replayed["unjudged"], same: string): string {
  const found = unjudged && unjudgedText(claim, unjudged);
  return `${found ?? `${claim} holds in this case.`}\n${same}\n`;
}
