// Which two lanes a run's dossier compares, and what nobody could have put them through. Pure over
// the run's record and this build; what neither of them excuses counts as lacking.
import { type CellTarget, type Fidelity, targetName } from "../evidence/cell.ts";
import { nearest } from "../matrix/config/nearest.ts";
import type { Parts } from "../matrix/parts.ts";
import { whyUnsuited } from "../matrix/plan/plan.ts";
import type { PlannedCoordinates, RunRecord } from "../matrix/store/run-record.ts";
import { UsageError } from "../world/usage-error.ts";
import type { Comparison } from "./pairs.ts";

/** Lanes that were named; each beats its default. */
export interface NamedLanes {
  readonly baseline?: string;
  readonly candidate?: string;
}

type Recorded = Pick<RunRecord, "plan" | "subjects">;

/**
 * @throws UsageError for a named lane that is not in the run, for a lane against itself, and for a run
 * with histories: pairs are made by target and scenario, and two histories would count as one.
 */
export function comparisonOf(
  { plan, subjects }: Recorded,
  fidelity: Fidelity,
  { lanes, scenarios }: Pick<Parts, "lanes" | "scenarios">,
  named: NamedLanes,
): Comparison {
  requireOneTurn(plan);
  const present = [...new Set(plan.map(({ lane }) => lane))];
  requirePresent("--old", named.baseline, present);
  requirePresent("--new", named.candidate, present);
  const compared = { ...defaultLanes(present), ...named };
  if (compared.baseline === compared.candidate) {
    throw new UsageError(
      `A lane is not compared with itself: --old and --new are ${compared.baseline}.`,
    );
  }
  const skipped = plan.filter((cell) => cell.skip !== null && isByNature(cell, fidelity));
  const excused = new Map(skipped.map((cell) => [placeOf(cell), cell.skip]));
  return {
    ...compared,
    scenarios: scenarios.map(({ name }) => name),
    subjects: subjects ?? {},
    unsuited(scenarioName, laneName, target) {
      const scenario = scenarios.find(({ name }) => name === scenarioName);
      const lane = lanes.find(({ name }) => name === laneName);
      // What this build does not know it cannot excuse: such a cell counts as missing.
      if (!scenario) return null;
      if (lane) return whyUnsuited(scenario, lane, target, fidelity);
      // A lane of a checkout is known to its run alone.
      return excused.get(placeOf({ target, lane: laneName, scenario: scenarioName })) ?? null;
    },
  };
}

function requireOneTurn(plan: readonly PlannedCoordinates[]): void {
  const names = new Set(plan.flatMap(({ history }) => (history ? [history.name] : [])));
  if (names.size === 0) return;
  throw new UsageError(
    `Lanes are compared on sessions of one turn, and this run has other histories (${[...names].join(", ")}). Make a run without --history.`,
  );
}

/** A run of a checkout's lanes is about those, whatever ran beside them. */
function defaultLanes(present: readonly string[]): Required<NamedLanes> {
  const ofCheckout = { baseline: "entwurf-v1", candidate: "entwurf-v2" };
  const isThere = present.includes(ofCheckout.baseline) || present.includes(ofCheckout.candidate);
  return isThere ? ofCheckout : { baseline: "v1", candidate: "v2" };
}

function requirePresent(flag: string, name: string | undefined, present: readonly string[]): void {
  if (name === undefined || present.includes(name)) return;
  const near = nearest(name, present);
  const hint = near === null ? `it has ${present.join(", ")}` : `did you mean "${near}"?`;
  const fault = { where: `${flag} ${name}`, message: `is no lane of this run; ${hint}` };
  throw new UsageError("Nothing was compared.", [fault]);
}

/** At loopback no account and no credential can lack. */
const isByNature = ({ unsuited }: PlannedCoordinates, fidelity: Fidelity) =>
  unsuited === true || fidelity === "loopback";

const placeOf = ({ target, lane, scenario }: Place) =>
  JSON.stringify([targetName(target), lane, scenario]);

interface Place {
  readonly target: CellTarget;
  readonly lane: string;
  readonly scenario: string;
}
