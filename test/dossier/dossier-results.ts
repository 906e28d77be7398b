// A run of two targets that speaks for a removal: what tests spoil, one thing at a time.

import { buildDossier } from "../../src/dossier/dossier.ts";
import type { Comparison } from "../../src/dossier/pairs.ts";
import type { PooledRun } from "../../src/dossier/pool.ts";
import type { Standing } from "../../src/dossier/requirements.ts";
import { wantedRows } from "../../src/dossier/wanted.ts";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import { defaultThresholds } from "../../src/matrix/config/config.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { summarise } from "../../src/matrix/summary/summary.ts";
import { result, versionsOf } from "../matrix/results.ts";

const factsOf = {
  run: "20300102-030405-abcd",
  directory: "/out/20300102-030405-abcd",
  fidelity: "loopback",
  versions: versionsOf,
  interrupted: false,
} as const;

export const scenarioNames = [
  ...new Set([
    ...wantedRows.flatMap(({ items }) => items.map(({ scenario }) => scenario)),
    "beside-v1",
  ]),
];

/** What the old lane can be put through; the new one all of it. */
const comparable = ["plain", "stale-socket", "untrusted-directory", "other-model"];

export const comparison: Comparison = {
  baseline: "v1",
  candidate: "v2",
  scenarios: scenarioNames,
  thresholds: defaultThresholds,
  unsuited: (scenario, lane) =>
    lane === "v1" && !comparable.includes(scenario) ? "lane v1 takes no lock" : null,
};

export const holding = (
  name: string,
  verdict: ClaimJudgement["verdict"] = "holds",
): ClaimJudgement => ({ name, claim: `It ${name}.`, verdict, because: "seen", events: [1] });

/** Those that the wanted rows ask for. */
export const claimsOf = (scenario: string) => [
  ...new Set(
    wantedRows.flatMap(({ items }) =>
      items.filter((item) => item.scenario === scenario).flatMap(({ claims }) => claims),
    ),
  ),
];

const targets = [
  { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" },
  { agent: "pi", provider: "anthropic", model: "claude", wireApi: "anthropic-messages" },
];

const once = { fidelity: "loopback", history: null } as const;

/** Every cell that counts, passed, each with a garden id of its own. */
export function convincing(): CellResult[] {
  const places = targets.flatMap((target) =>
    scenarioNames.flatMap((scenario) =>
      ["v2", "v1"]
        .filter((lane) => comparison.unsuited(scenario, lane, target, once) === null)
        .map((lane) => ({ target, scenario, lane })),
    ),
  );
  return places.map((place, index) =>
    result({
      ...place,
      gardenId: `20300102T030405-${index.toString(16).padStart(6, "0")}`,
      claims: claimsOf(place.scenario).map((name) => holding(name)),
    }),
  );
}

/** `plain` on each target, so often in both lanes. */
export const live = (repetitions = 73): CellResult[] =>
  targets.flatMap((target) =>
    ["v2", "v1"].flatMap((lane) =>
      Array.from({ length: repetitions }, (_, index) =>
        result({ target, lane, repetition: index + 1 }),
      ),
    ),
  );

export const standing: Standing = {
  build: "b",
  canaries: { build: "b", total: 2, killed: 2, notRun: 0, sim: 2, loopback: 2, notKilled: [] },
  exploration: { build: "b", lane: "v2", schedules: 20_000, broken: [] },
  isExplorable: true,
};

export function runOf(
  label: string,
  cells: readonly CellResult[],
  facts: object = {},
  changes: Partial<PooledRun> = {},
): PooledRun {
  const run = `${factsOf.run}-${label}`;
  const summary = summarise(cells, { ...factsOf, run, ...facts });
  return { label, summary, build: "b", interrupted: false, chosenBy: [], ...changes };
}

export const liveRun = (cells: readonly CellResult[] = live(), label = "B") =>
  runOf(label, cells, { fidelity: "live" });

/** Of a loopback run with these cells and a live run that is enough. */
export const dossierOf = (cells: readonly CellResult[], changes: Partial<Standing> = {}) =>
  buildDossier([runOf("A", cells), liveRun()], comparison, { ...standing, ...changes });
