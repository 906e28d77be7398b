// What came out of one planned cell, run or not. Plain data: it is a line of the journal, and
// everything a report says about the cell follows from it.
import type { CellHistory, CellTarget } from "../../evidence/cell.ts";
import { targetName } from "../../evidence/cell.ts";
import type { TokenUsage } from "../../evidence/session.ts";
import type { CellVerdict, ClaimJudgement } from "../../invariants/judge.ts";
import type { CellMeasures } from "./measures.ts";

/** What makes a cell the same cell in another run. */
export interface Coordinates {
  readonly target: CellTarget;
  readonly lane: string;
  readonly scenario: string;
  readonly repetition: number;
  /** What the dormant session held; absent where it was one turn of text. */
  readonly history?: CellHistory;
}

/** A run of the cell that ended unknown before its subject was tested, so that it was tried again. */
export interface Attempt {
  readonly gardenId: string;
  readonly because: string;
  /** Milliseconds. */
  readonly durationMs: number;
  /** What its replies cost; absent where the agent recorded none. */
  readonly usage?: TokenUsage;
}

export interface CellResult extends Coordinates {
  readonly gardenId: string;
  readonly verdict: CellVerdict | "skip";
  /** Why it was skipped, cut short or tested nothing; null for a cell that ran to its end. */
  readonly because: string | null;
  /** It should have run, and did not to its end: an acceptance cannot rest on it. */
  readonly unfinished: boolean;
  /** Its record or its evidence is damaged. Never recorded: it is told when a run is read again. */
  readonly damaged?: boolean;
  /** Milliseconds from the cell's first effect to its last; 0 for a skip. */
  readonly durationMs: number;
  readonly claims: readonly ClaimJudgement[];
  /** Absent for a skip, and in journals of builds that did not keep it. */
  readonly measures?: CellMeasures;
  /** Earlier runs of it, the first one first; absent where there was none. */
  readonly attempts?: readonly Attempt[];
  /** Its directory, relative to the run's, where its files were kept. */
  readonly kept: string | null;
  /**
   * Why its failure is known, where it fails only by what the config names as known. Never recorded:
   * it is told when a run is summed up.
   */
  readonly known?: readonly string[];
}

export type Outcome = CellResult["verdict"] | "known";

/** What a report says of the cell: one that fails only by known findings is neither pass nor fail. */
export const outcomeOf = ({ verdict, known }: CellResult): Outcome =>
  known === undefined ? verdict : "known";

/** `pi:openai/gpt-5.4 v2 plain #1`: what `--grep` is matched against, and the key in a journal. */
export function cellTitle(cell: Coordinates): string {
  const { target, lane, scenario, history, repetition } = cell;
  const words = [targetName(target), lane, scenario, ...(history ? [history.name] : [])];
  return `${words.join(" ")} #${repetition}`;
}

/** It says nothing of its subject, which was never asked: the seed failed, or the provider was down. */
export const isUntested = ({ verdict, because, unfinished }: CellResult): boolean =>
  verdict === "unknown" && because !== null && !unfinished;

/** In one line: why nothing came of a cell that is unknown. */
export const whyUnknown = ({ because, claims }: CellResult): string =>
  because ?? claims.find(({ verdict }) => verdict === "unknown")?.because ?? "";

/** A claim that is violated in a cell that passed: the scenario was to show that it can be. */
export function showsHazard({ verdict, claims }: CellResult): boolean {
  return verdict === "pass" && claims.some((claim) => claim.verdict === "violated");
}

/** A result for a cell of which nothing was run. */
export function skipped(
  cell: Coordinates & { readonly gardenId: string },
  because: string,
  unfinished: boolean,
): CellResult {
  const { target, lane, scenario, history, repetition, gardenId } = cell;
  const coordinates = { target, lane, scenario, repetition, ...(history ? { history } : {}) };
  const nothing = { verdict: "skip", durationMs: 0, claims: [], kept: null } as const;
  return { ...coordinates, gardenId, because, unfinished, ...nothing };
}
