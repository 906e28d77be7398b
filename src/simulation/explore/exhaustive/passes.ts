// In which order the schedules come: those with fewer deviations first, space by space. So the first
// counterexample is a simple one, whoever finds it, and what is handed out is small. Pure.
import type { Space } from "./spaces.ts";
import type { Branch } from "./walk.ts";

/** The branches of one pass are all done before the next pass begins. */
export interface Pass {
  readonly least: number;
  readonly most: number | null;
}

/**
 * Depth by depth as long as the schedules are few; then all that is left at once, for each pass runs again
 * what lies above it.
 */
export const passes: readonly Pass[] = [
  { least: 0, most: 0 },
  { least: 1, most: 1 },
  { least: 2, most: 2 },
  { least: 3, most: null },
];

/** So many of a root's deviations make one branch. */
const deviationsInBranch = 4;

export interface SpaceBranch {
  readonly space: number;
  readonly branch: Branch;
}

/** `rootDeviations` by space; not known, and not needed, in the first pass. */
export function branchesOf(
  pass: Pass,
  spaces: readonly Space[],
  rootDeviations: readonly number[],
): readonly SpaceBranch[] {
  return spaces.flatMap(({ bounds }, space) => {
    if (pass.least === 0) return [{ space, branch: { ...pass, from: 0, to: 0 } }];
    // Without orders, each deviation is something that befalls an effect.
    if (bounds.preemptions === null && pass.least > bounds.fates) return [];
    const count = rootDeviations[space] ?? 0;
    const step = pass.least === 1 ? Math.max(1, count) : deviationsInBranch;
    const branches: SpaceBranch[] = [];
    for (let from = 0; from < count; from += step) {
      branches.push({ space, branch: { ...pass, from, to: Math.min(count, from + step) } });
    }
    return branches;
  });
}
