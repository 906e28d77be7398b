// What became of each history on resume, one letter a cell. Pure.
import { targetName } from "../evidence/cell.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import type { Meaning } from "./style.ts";

export type FateSign = "K" | "R" | "X" | "W" | "L" | "✗" | "?" | "–";

export const fateWords: Readonly<Record<FateSign, string>> = {
  K: "kept: all of it is on the wire",
  R: "repaired by the agent",
  X: "refused by the provider",
  W: "wedged: refused on the next resume as well",
  L: "lost: a part of it is not told any more",
  "✗": "failed",
  "?": "unknown",
  "–": "skipped",
};

export const fateMeaning: Readonly<Record<FateSign, Meaning | null>> = {
  K: "good",
  R: "good",
  X: "open",
  W: "open",
  L: "open",
  "✗": "bad",
  "?": "open",
  "–": "faint",
};

/** Of one cell: what was seen where the provider or a claim shows it, else what was due and held. */
export function fateSign({ verdict, claims, history, measures }: CellResult): FateSign {
  if (verdict === "skip") return "–";
  if (verdict !== "pass") return verdict === "fail" ? "✗" : "?";
  const refused = measures?.refusedIn ?? [];
  if (refused.includes("recovery")) return "W";
  if (refused.includes("resume")) return "X";
  const kept = claims.find(({ name }) => name === "history-kept");
  if (kept?.verdict === "violated") return "L";
  return history?.fate === "repaired" ? "R" : "K";
}

const gravest: readonly FateSign[] = ["✗", "?", "W", "X", "L", "R", "K", "–"];

/** Of the repetitions of a cell. */
export function gravestSign(cells: readonly CellResult[]): FateSign | null {
  const signs = cells.map(fateSign);
  return gravest.find((sign) => signs.includes(sign)) ?? null;
}

const oneTurn = "one-turn";
const historyOf = ({ history }: CellResult): string => history?.name ?? oneTurn;

export interface FateLine {
  readonly target: string;
  readonly wireApi: string | null;
  /** By the history's name; absent where it was not planned. */
  readonly signs: ReadonlyMap<string, FateSign>;
  /** Names of those in which the agent itself broke a claim, whichever lane resumed it. */
  readonly agentsOwn: ReadonlySet<string>;
  /** Of the input of its resumed turns, the share that the provider had in its cache; null for none. */
  readonly cachedShare: number | null;
  /** Of all its resumed turns, in tokens. */
  readonly inputTokens: number;
}

export interface FateTable {
  readonly lane: string;
  readonly histories: readonly string[];
  readonly lines: readonly FateLine[];
}

/** One for each lane that met a history; empty where no history was run. */
export function fateTables(cells: readonly CellResult[]): readonly FateTable[] {
  const met = cells.filter(({ scenario }) => scenario === "plain");
  return [...Map.groupBy(met, ({ lane }) => lane)]
    .filter(([, own]) => own.some(({ history }) => history !== undefined))
    .map(([lane, own]) => ({
      lane,
      histories: [...new Set(own.map(historyOf))],
      lines: [...Map.groupBy(own, ({ target }) => targetName(target))].map(lineOf),
    }));
}

function lineOf([target, cells]: readonly [string, readonly CellResult[]]): FateLine {
  const resumed = cells.flatMap(({ measures }) => measures?.resumed ?? []);
  const inputTokens = resumed.reduce((sum, each) => sum + each.inputTokens, 0);
  const cached = resumed.reduce((sum, each) => sum + each.cachedTokens, 0);
  const signs = [...Map.groupBy(cells, historyOf)].flatMap(([name, own]) => {
    const sign = gravestSign(own);
    return sign === null ? [] : [[name, sign] as const];
  });
  return {
    target,
    wireApi: cells[0]?.target.wireApi ?? null,
    signs: new Map(signs),
    agentsOwn: new Set(cells.filter(isAgentsOwn).map(historyOf)),
    cachedShare: inputTokens === 0 ? null : cached / inputTokens,
    inputTokens,
  };
}

/** What stands behind a letter then. */
export const ownMark = "°";

/** Broken as the history says that the agent breaks it; a lane's own breach fails the cell. */
export function isAgentsOwn({ verdict, claims, history }: CellResult): boolean {
  const broken = claims.filter((claim) => claim.verdict === "violated");
  return verdict === "pass" && broken.some(({ name }) => history?.shows.includes(name));
}

export interface FateDifference {
  readonly history: string;
  readonly targets: readonly string[];
  readonly signs: readonly [FateSign, FateSign];
}

/** Where two lanes differ on the same target and history, alike ones together. */
export function fateDifferences(one: FateTable, other: FateTable): readonly FateDifference[] {
  const found = one.lines.flatMap(({ target, signs }) =>
    [...signs].flatMap(([history, sign]) => {
      const there = other.lines.find((line) => line.target === target)?.signs.get(history);
      return there === undefined || there === sign ? [] : [{ target, history, sign, there }];
    }),
  );
  const groups = Map.groupBy(found, ({ history, sign, there }) => `${history} ${sign} ${there}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { history, sign, there } = first;
    return [{ history, targets: group.map(({ target }) => target), signs: [sign, there] as const }];
  });
}
