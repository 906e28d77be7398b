// A run of two targets that speaks for a removal: what tests spoil, one thing at a time.

import type { Comparison } from "../../src/dossier/pairs.ts";
import { wantedRows } from "../../src/dossier/wanted.ts";
import type { ClaimJudgement } from "../../src/invariants/judge.ts";
import type { CellResult } from "../../src/matrix/summary/result.ts";
import { result, versionsOf } from "../matrix/results.ts";

export const factsOf = {
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
  unsuited: (scenario, lane) =>
    lane === "v1" && !comparable.includes(scenario) ? "lane v1 takes no lock" : null,
};

export const holding = (
  name: string,
  verdict: ClaimJudgement["verdict"] = "holds",
): ClaimJudgement => ({ name, claim: `It ${name}.`, verdict, because: "seen", events: [1] });

const claimsOf = (scenario: string) => [
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

/** Every cell that counts, passed, each with a garden id of its own. */
export function convincing(): CellResult[] {
  const places = targets.flatMap((target) =>
    scenarioNames.flatMap((scenario) =>
      ["v2", "v1"]
        .filter((lane) => comparison.unsuited(scenario, lane, target) === null)
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
