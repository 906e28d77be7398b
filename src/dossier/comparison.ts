// Which two lanes a run's dossier compares, and what nobody could have put them through. Pure over
// the run's record and this build; what neither of them excuses counts as lacking.
import { type CellTarget, type Fidelity, targetName } from "../evidence/cell.ts";
import { nearest } from "../matrix/config/nearest.ts";
import type { Parts } from "../matrix/parts.ts";
import { whyUnsuited } from "../matrix/plan/plan.ts";
import type { PlannedCoordinates, RunRecord } from "../matrix/store/run-record.ts";
import { Refusal } from "../world/refusal.ts";
import type { Comparison } from "./pairs.ts";

/** Lanes that were named; each beats its default. */
export interface NamedLanes {
  readonly old?: string;
  readonly new?: string;
}

type Recorded = Pick<RunRecord, "plan" | "subjects">;

/** @throws Refusal for a named lane that is not in the run, and for a lane against itself. */
export function comparisonOf(
  { plan, subjects }: Recorded,
  fidelity: Fidelity,
  { lanes, scenarios }: Pick<Parts, "lanes" | "scenarios">,
  named: NamedLanes,
): Comparison {
  const present = [...new Set(plan.map(({ lane }) => lane))];
  requirePresent("--old", named.old, present);
  requirePresent("--new", named.new, present);
  const compared = { ...defaultLanes(present), ...named };
  if (compared.old === compared.new) {
    throw new Refusal(`A lane is not compared with itself: --old and --new are ${compared.old}.`);
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

/** A run of a checkout's lanes is about those, whatever ran beside them. */
function defaultLanes(present: readonly string[]): Required<NamedLanes> {
  const ofCheckout = { old: "entwurf-v1", new: "entwurf-v2" };
  const isThere = present.includes(ofCheckout.old) || present.includes(ofCheckout.new);
  return isThere ? ofCheckout : { old: "v1", new: "v2" };
}

function requirePresent(flag: string, name: string | undefined, present: readonly string[]): void {
  if (name === undefined || present.includes(name)) return;
  const near = nearest(name, present);
  const hint = near === null ? `it has ${present.join(", ")}` : `did you mean "${near}"?`;
  const fault = { where: `${flag} ${name}`, message: `is no lane of this run; ${hint}` };
  throw new Refusal("Nothing was compared.", [fault]);
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
