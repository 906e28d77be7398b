// Which two lanes a dossier compares, and what nobody could have put them through. Pure over the
// runs' records and this build; what neither of them excuses counts as lacking.
import { type CellTarget, type Fidelity, targetName } from "../evidence/cell.ts";
import type { DossierThresholds } from "../matrix/config/config.ts";
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

type Recorded = Pick<RunRecord, "plan" | "subjects"> & {
  readonly config: Pick<RunRecord["config"], "fidelity">;
};

/** @throws UsageError for a named lane that is in none of the runs, and for a lane against itself. */
export function comparisonOf(
  records: readonly Recorded[],
  thresholds: DossierThresholds,
  { lanes, scenarios }: Pick<Parts, "lanes" | "scenarios">,
  named: NamedLanes,
): Comparison {
  const planned = records.flatMap(({ plan, config: { fidelity } }) =>
    plan.map((cell) => ({ cell, fidelity })),
  );
  const present = [...new Set(planned.map(({ cell }) => cell.lane))];
  requirePresent("--old", named.baseline, present);
  requirePresent("--new", named.candidate, present);
  const compared = { ...defaultLanes(present), ...named };
  if (compared.baseline === compared.candidate) {
    throw new UsageError(
      `A lane is not compared with itself: --old and --new are ${compared.baseline}.`,
    );
  }
  const skipped = planned.filter(({ cell, fidelity }) => isByNature(cell, fidelity));
  const excused = new Map(
    skipped.map(({ cell, fidelity }) => [
      placeOf({ ...cell, fidelity, held: cell.history?.name ?? null }),
      cell.skip,
    ]),
  );
  return {
    ...compared,
    thresholds,
    scenarios: scenarios.map(({ name }) => name),
    subjects: Object.assign({}, ...records.map(({ subjects }) => subjects)),
    unsuited(scenarioName, laneName, target, { fidelity, history }) {
      const scenario = scenarios.find(({ name }) => name === scenarioName);
      const lane = lanes.find(({ name }) => name === laneName);
      // What this build does not know it cannot excuse: such a cell counts as missing.
      if (!scenario) return null;
      const why = lane ? whyUnsuited(scenario, lane, target, fidelity) : null;
      // A lane of a checkout, and what a history cannot be put through, is known to its run alone.
      if (lane && history === null) return why;
      const place = { target, lane: laneName, scenario: scenarioName, fidelity, held: history };
      return why ?? excused.get(placeOf(place)) ?? null;
    },
  };
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
const isByNature = ({ skip, unsuited }: PlannedCoordinates, fidelity: Fidelity) =>
  skip !== null && (unsuited === true || fidelity === "loopback");

const placeOf = ({ target, lane, scenario, fidelity, held }: Place) =>
  JSON.stringify([targetName(target), lane, scenario, fidelity, held]);

interface Place {
  readonly target: CellTarget;
  readonly lane: string;
  readonly scenario: string;
  readonly fidelity: Fidelity;
  /** The name of a history; null where the session held one turn. */
  readonly held: string | null;
}
