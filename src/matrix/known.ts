// A finding that a config names as known, and what it speaks of. Pure.
import { type CellTarget, targetName, unversionedName } from "../evidence/cell.ts";

export interface KnownFinding {
  /** The claim that is violated. */
  readonly claim: string;
  /** In which lane; as the next two, left out for everywhere. */
  readonly lane?: string;
  /** Under which conditions. */
  readonly scenario?: string;
  /** `agent:provider/model`. */
  readonly target?: string;
  /** Why it is known: the issue, the decision. */
  readonly because: string;
}

interface Place {
  readonly target: CellTarget;
  readonly lane: string;
  readonly scenario: string;
}

/** Whether the finding speaks of what stands there. */
export function speaksOf({ lane, scenario, target }: KnownFinding, place: Place): boolean {
  return (
    (lane === undefined || lane === place.lane) &&
    (scenario === undefined || scenario === place.scenario) &&
    (target === undefined ||
      target === targetName(place.target) ||
      target === unversionedName(place.target))
  );
}

/** `resident-stays, lane v1, scenario plain`: where the finding is, in words. */
export function nameOfKnown({ claim, lane, scenario, target }: KnownFinding): string {
  const places = { lane, scenario, target };
  const words = Object.entries(places).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return [claim, ...words].join(", ");
}
