// The evidence for or against removing the old lane. Pure; what was not run is no evidence for it.
// KEEP: on some target and scenario the new lane is worse. REMOVE: on every target each cell of
// the new lane passed, none of the old lane's is missing, every wanted row is shown by the new lane and
// the run is an acceptance. Anything else is NOT ENOUGH EVIDENCE.
import { targetName } from "../evidence/cell.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import type { RunFacts, Summary } from "../matrix/summary/summary.ts";
import { hazardsIn, type ShownHazard } from "./hazards.ts";
import { missingFor, type Reason } from "./missing.ts";
import { type NotRun, notRunIn } from "./not-run.ts";
import { type Comparison, type Pair, pairsOf, type Relation, titlesOf } from "./pairs.ts";
import { type RowEvidence, rowsShown } from "./rows.ts";

export type DossierVerdict = "remove" | "keep" | "not-enough-evidence";

export interface Dossier {
  readonly facts: RunFacts;
  readonly old: string;
  readonly new: string;
  /** What the two lanes are, by name, as far as the run says. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly verdict: DossierVerdict;
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

export function buildDossier(summary: Summary, comparison: Comparison): Dossier {
  const {
    cells,
    notAcceptance,
    interrupted,
    fidelity,
    run,
    directory,
    versions,
    flags = [],
  } = summary;
  const lanes = [comparison.old, comparison.new];
  const compared = cells.filter(({ lane }) => lanes.includes(lane));
  const pairs = pairsOf(compared, comparison);
  const rows = rowsShown(pairs);
  const blocking = pairs.filter(({ relation }) => relation === "worse");
  const missing = [
    ...missingFor(pairs, rows, comparison),
    ...(notAcceptance === null ? [] : [{ because: `the run: ${notAcceptance}`, cells: [] }]),
    ...(interrupted ? [{ because: "the run was interrupted", cells: [] }] : []),
  ];
  const verdict =
    blocking.length > 0 ? "keep" : missing.length > 0 ? "not-enough-evidence" : "remove";
  const reasons = {
    keep: () => blocking.map((pair) => worseReason(pair)),
    "not-enough-evidence": () => missing,
    remove: () => removalReasons(pairs, rows, comparison),
  };
  return {
    facts: {
      run,
      directory,
      fidelity,
      versions,
      interrupted,
      flags,
      canaries: summary.canaries ?? null,
    },
    old: comparison.old,
    new: comparison.new,
    verdict,
    missing,
    subjects: Object.fromEntries(
      Object.entries(comparison.subjects ?? {}).filter(([name]) => lanes.includes(name)),
    ),
    reasons: reasons[verdict](),
    targets: [...new Set(pairs.map(({ target }) => targetName(target)))],
    counts: countRelations(pairs),
    pairs,
    blocking,
    rows,
    hazards: hazardsIn(pairs, comparison),
    notRun: notRunIn(pairs),
  };
}

const relations = ["alike", "better", "worse", "both-fail", "open", "not-comparable"] as const;

function countRelations(pairs: readonly Pair[]): Record<Relation, number> {
  const count = (wanted: Relation) => pairs.filter(({ relation }) => relation === wanted).length;
  return Object.fromEntries(relations.map((relation) => [relation, count(relation)])) as Record<
    Relation,
    number
  >;
}

function worseReason(pair: Pair): Reason {
  const { target, scenario, old, new: fresh } = pair;
  const how =
    fresh.fail > 0
      ? `failed ${fresh.fail} of ${fresh.cells.length}, ${old.lane} ${old.fail} of ${old.cells.length}`
      : `shows a hazard that ${old.lane} has not`;
  const cells = fresh.fail > 0 ? titlesOf(fresh, "fail") : fresh.cells.map(cellTitle);
  return { because: `${fresh.lane} ${how}: ${scenario} on ${targetName(target)}`, cells };
}

function removalReasons(
  pairs: readonly Pair[],
  rows: readonly RowEvidence[],
  { old, new: fresh }: Comparison,
): Reason[] {
  const comparable = pairs.filter(({ relation }) => relation !== "not-comparable");
  const better = comparable.filter(({ relation }) => relation === "better");
  const all = pairs.flatMap((pair) => titlesOf(pair.new, "pass"));
  return [
    { because: `every cell of ${fresh} passed`, cells: all },
    {
      because: `${fresh} is at least as good as ${old} on each of ${comparable.length} pairs, and better on ${better.length}`,
      cells: comparable.flatMap((pair) => [...pair.old.cells, ...pair.new.cells].map(cellTitle)),
    },
    {
      because: `all ${rows.length} rows that were asked for are shown`,
      cells: [...new Set(rows.flatMap((row) => row.new.cells))],
    },
  ];
}
