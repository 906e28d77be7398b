// The evidence for or against removing the old lane. Pure; what was not run is no evidence for it.
// KEEP: on some target and scenario the new lane is worse. REMOVE: everything that a removal asks for is
// there. Anything else is NOT ENOUGH EVIDENCE.
import { targetName } from "../evidence/cell.ts";
import { hazardsIn, type ShownHazard } from "./hazards.ts";
import type { Reason } from "./missing.ts";
import { type NotRun, notRunIn } from "./not-run.ts";
import { type Comparison, type Pair, pairsOf, type Relation, relations } from "./pairs.ts";
import { points } from "./points.ts";
import { cellsIn, type PooledRun, titleOf } from "./pool.ts";
import { type Requirement, requirementsFor, type Standing, targetsIn } from "./requirements.ts";
import { type RowEvidence, rowsShown } from "./rows.ts";
import { titlesOf } from "./side.ts";

export type DossierVerdict = "remove" | "keep" | "not-enough-evidence";

export interface Dossier extends Omit<Comparison, "scenarios" | "subjects" | "unsuited"> {
  readonly runs: readonly PooledRun[];
  /** What the two lanes are, by name, as far as the runs say. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly verdict: DossierVerdict;
  /** Where there is not enough evidence: whether what there is speaks against a removal. */
  readonly isAgainst: boolean;
  /** What a removal asks for, in order. */
  readonly requirements: readonly Requirement[];
  /** What the verdict rests on. */
  readonly reasons: readonly Reason[];
  /** What still is missing for a removal, whatever the verdict is. */
  readonly missing: readonly Reason[];
  readonly targets: readonly string[];
  readonly counts: Readonly<Record<Relation, number>>;
  readonly pairs: readonly Pair[];
  /** Where the new lane is worse. */
  readonly blocking: readonly Pair[];
  readonly rows: readonly RowEvidence[];
  readonly hazards: readonly ShownHazard[];
  readonly notRun: readonly NotRun[];
}

export function buildDossier(
  runs: readonly PooledRun[],
  comparison: Comparison,
  standing: Standing,
): Dossier {
  const { baseline, candidate, thresholds } = comparison;
  const lanes = [baseline, candidate];
  const pairs = pairsOf(cellsIn(runs, lanes), comparison);
  const rows = rowsShown(pairs);
  const requirements = requirementsFor({ runs, pairs, rows, comparison, standing });
  const blocking = pairs.filter(({ relation }) => relation === "worse");
  const missing = requirements.flatMap(({ lacks }) => lacks);
  const verdict =
    blocking.length > 0 ? "keep" : missing.length > 0 ? "not-enough-evidence" : "remove";
  const reasons = {
    keep: () => blocking.map(worseReason),
    "not-enough-evidence": () => missing,
    remove: () => requirements.map(({ found }) => ({ because: found, cells: [] })),
  };
  return {
    runs,
    baseline,
    candidate,
    thresholds,
    verdict,
    isAgainst: blocking.length > 0 || pairs.some((pair) => pair.candidate.fail > 0),
    requirements,
    missing,
    subjects: Object.fromEntries(
      Object.entries(comparison.subjects ?? {}).filter(([name]) => lanes.includes(name)),
    ),
    reasons: reasons[verdict](),
    targets: targetsIn(pairs),
    counts: countRelations(pairs),
    pairs,
    blocking,
    rows,
    hazards: hazardsIn(pairs, comparison),
    notRun: notRunIn(pairs),
  };
}

function countRelations(pairs: readonly Pair[]): Record<Relation, number> {
  const count = (wanted: Relation) => pairs.filter(({ relation }) => relation === wanted).length;
  return Object.fromEntries(relations.map((relation) => [relation, count(relation)])) as Record<
    Relation,
    number
  >;
}

function worseReason({ target, scenario, baseline, candidate, fidelity, measured }: Pair): Reason {
  const shown =
    fidelity === "live" && measured !== null
      ? ` (live, ${measured.n} pairs: ${points(measured.difference.estimate)} points, p = ${measured.adjusted.toPrecision(2)} by Holm)`
      : "";
  const how =
    candidate.fail > 0
      ? `failed ${candidate.fail} of ${candidate.cells.length}, ${baseline.lane} ${baseline.fail} of ${baseline.cells.length}${shown}`
      : `shows a hazard that ${baseline.lane} has not`;
  const cells = candidate.fail > 0 ? titlesOf(candidate, "fail") : candidate.cells.map(titleOf);
  return { because: `${candidate.lane} ${how}: ${scenario} on ${targetName(target)}`, cells };
}
