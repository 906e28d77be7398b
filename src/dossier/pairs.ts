// The two lanes side by side, for each fidelity, target, scenario and history. Pure. What must be there
// follows from the build and not from the runs, so that nothing left out of a run can look like agreement.
import { type CellHistory, type CellTarget, type Fidelity, targetName } from "../evidence/cell.ts";
import type { DossierThresholds } from "../matrix/config/config.ts";
import { adjusted, type Measured, measure } from "./measured.ts";
import type { PooledCell } from "./pool.ts";
import { groundOf, type Place, placeKey, type Side, sideAt } from "./side.ts";
import { baselineHazards } from "./wanted.ts";

export interface Comparison {
  readonly baseline: string;
  readonly candidate: string;
  /** Every scenario of this build. */
  readonly scenarios: readonly string[];
  readonly thresholds: DossierThresholds;
  /** What the lanes are, by name, as far as it is known. */
  readonly subjects?: Readonly<Record<string, string>>;
  /** Why a lane cannot be put through a scenario by its nature; null when it can. */
  unsuited(scenario: string, lane: string, target: CellTarget, at: Circumstances): string | null;
}

interface Circumstances {
  readonly fidelity: Fidelity;
  /** By its name; null for a session of one turn. */
  readonly history: string | null;
}

/**
 * `worse`: the new lane fails a larger share of its cells (live: and that is no chance), or shows a
 * hazard of its own. `open`: a repetition is missing on either side. `both-fail`: neither is better, and
 * the new one fails. Live alone, where repetitions decide: `undecided` and `not-inferior`.
 */
export const relations = [
  "alike",
  "not-inferior",
  "better",
  "worse",
  "both-fail",
  "undecided",
  "open",
  "not-comparable",
] as const;
export type Relation = (typeof relations)[number];

export interface Pair {
  readonly target: CellTarget;
  readonly scenario: string;
  /** Null for a session of one turn. */
  readonly history: CellHistory | null;
  readonly fidelity: Fidelity;
  readonly baseline: Side;
  readonly candidate: Side;
  readonly relation: Relation;
  /** Null where no repetition came to pass or fail in both lanes. */
  readonly measured: Measured | null;
}

/** Loopback gives the scenarios, where there is a loopback run; else the live runs have to. */
const scenariosFrom = (cells: readonly PooledCell[]): Fidelity =>
  cells.every(({ fidelity }) => fidelity === "live") ? "live" : "loopback";

export function pairsOf(cells: readonly PooledCell[], comparison: Comparison): Pair[] {
  const giving = scenariosFrom(cells);
  const byFidelity = Map.groupBy(cells, ({ fidelity }) => fidelity);
  const bare = (["loopback", "live"] as const).flatMap((fidelity) => {
    const own = byFidelity.get(fidelity) ?? [];
    const ground = groundOf(own);
    return placesIn(own, fidelity === giving ? comparison.scenarios : []).map((place) => {
      const sideOf = (lane: string) => {
        const at = { fidelity, history: place.history?.name ?? null };
        const unsuited = comparison.unsuited(place.scenario, lane, place.target, at);
        return sideAt({ ...place, lane }, ground, unsuited);
      };
      const [baseline, candidate] = [sideOf(comparison.baseline), sideOf(comparison.candidate)];
      return { ...place, fidelity, baseline, candidate };
    });
  });
  const measured = adjusted(
    bare.map(({ baseline, candidate }) =>
      isComparable({ baseline, candidate })
        ? measure(baseline.cells, candidate.cells, comparison.thresholds)
        : null,
    ),
  );
  return bare.map((pair, index) => {
    const each = { ...pair, measured: measured[index] ?? null };
    return { ...each, relation: relate(each, comparison.thresholds) };
  });
}

/** Of each target every scenario that is asked for, and whatever was run besides. */
function placesIn(cells: readonly PooledCell[], asked: readonly string[]): Place[] {
  const targets = new Map(cells.map(({ target }) => [targetName(target), target]));
  const simple = cells.filter(({ history }) => !history).map(({ scenario }) => scenario);
  const scenarios = new Set([...asked, ...(asked.length > 0 ? simple : [])]);
  const places = new Map<string, Place>();
  const add = (place: Place) => places.set(placeKey(place), place);
  for (const target of targets.values()) {
    for (const scenario of scenarios) add({ target, scenario, history: null });
  }
  for (const { target, scenario, history = null } of cells) add({ target, scenario, history });
  return [...places.values()];
}

/** Nothing in the nature of a lane keeps it from the scenario; whether both were put through it is another matter. */
export const isComparable = ({ baseline, candidate }: Pick<Pair, "baseline" | "candidate">) =>
  baseline.unsuited === null && candidate.unsuited === null;

function relate(pair: Omit<Pair, "relation">, thresholds: DossierThresholds): Relation {
  const { baseline, candidate, measured } = pair;
  if (hasOwnHazard(pair)) return "worse";
  if (!isComparable(pair)) return "not-comparable";
  if (pair.fidelity === "live" && measured !== null) return relateLive(pair, measured, thresholds);
  if (pair.fidelity === "live") return "open";
  if (baseline.pass + baseline.fail > 0 && shareOf(candidate) > shareOf(baseline)) return "worse";
  if (baseline.lacking > 0 || candidate.lacking > 0) return "open";
  if (candidate.fail > 0) return "both-fail";
  return baseline.fail > 0 || baseline.hazard > candidate.hazard ? "better" : "alike";
}

/** A real model fails now and then in either lane: there only what is no chance counts. */
function relateLive(
  pair: Omit<Pair, "relation">,
  { adjusted: p, difference, lacking }: Measured,
  thresholds: DossierThresholds,
): Relation {
  const isShown = p <= 1 - thresholds.confidence;
  if (isShown && difference.estimate < 0) return "worse";
  if (isAsked(pair, thresholds)) {
    if (lacking > 0) return "undecided";
    return isShown ? "better" : "not-inferior";
  }
  return pair.baseline.lacking > 0 || pair.candidate.lacking > 0 ? "open" : "alike";
}

/** Whether repetitions have to show that the new lane is not worse: live, where wanted or where it failed. */
export const isAsked = (
  { fidelity, scenario, history, baseline, candidate }: Omit<Pair, "relation" | "measured">,
  { liveScenarios }: DossierThresholds,
): boolean =>
  fidelity === "live" &&
  isComparable({ baseline, candidate }) &&
  ((history === null && liveScenarios.includes(scenario)) || candidate.fail > 0);

function hasOwnHazard({ scenario, baseline, candidate }: Omit<Pair, "relation">): boolean {
  const isBaselines = baselineHazards.some((known) => known.scenario === scenario);
  return candidate.hazard > 0 && baseline.hazard === 0 && !isBaselines;
}

/** Share of failed cells among those that came to a verdict. */
const shareOf = ({ pass, fail }: Side) => (fail === 0 ? 0 : fail / (pass + fail));
