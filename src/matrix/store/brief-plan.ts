// What is held of planned cells where they are very many: what all of them say alike is kept once. Pure.
import type { CellTarget } from "../../evidence/cell.ts";
import type { PlannedCoordinates } from "./run-record.ts";

/** Very many cells are planned on few targets. What only a report of the plan tells is left out. */
export function createBriefPlanned(): (planned: PlannedCoordinates) => PlannedCoordinates {
  const targets = new Map<string, CellTarget>();
  return ({ target, lane, scenario, repetition, skip, history }) => {
    const key = JSON.stringify(target);
    const first = targets.get(key) ?? target;
    targets.set(key, first);
    const common = { target: first, lane, scenario, repetition, skip };
    return history === undefined ? common : { ...common, history };
  };
}
