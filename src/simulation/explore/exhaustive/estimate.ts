// How many schedules a space has, before it is enumerated: random ways down the tree, each weighed by the
// ways it could have gone. Source: Knuth, Estimating the efficiency of backtrack programs, 1975.

import { watch } from "./decisions.ts";
import { type Deviation, deviate, deviationsOf, type Left } from "./deviations.ts";
import type { Space } from "./spaces.ts";
import type { Examine } from "./walk.ts";

export interface Estimate {
  readonly schedules: number;
  /** Variance of that number. */
  readonly variance: number;
}

/** The same seed gives the same estimate. */
export async function estimate(
  space: Space,
  { examine, descents, seed }: EstimateOptions,
): Promise<Estimate> {
  const draw = drawer(seed);
  const sizes: number[] = [];
  for (let count = 0; count < descents; count += 1) sizes.push(await descend(space, examine, draw));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / descents;
  const squares = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0);
  return { schedules: mean, variance: squares / descents / Math.max(1, descents - 1) };
}

interface EstimateOptions {
  readonly examine: Examine<unknown>;
  readonly descents: number;
  readonly seed: number;
}

async function descend(
  { simulated: root, bounds }: Space,
  examine: Examine<unknown>,
  draw: (count: number) => number,
): Promise<number> {
  let simulated = root;
  let at: Deviation[0] = -1;
  let left: Left = bounds;
  let weight = 1;
  let size = 0;
  for (;;) {
    size += weight;
    const watcher = watch(simulated.picks);
    await examine(simulated, watcher, false);
    const steps = deviationsOf(watcher.watched, at, left, bounds);
    const step = steps[draw(steps.length)];
    if (!step) return size;
    weight *= steps.length;
    simulated = deviate(simulated, watcher.watched, step.deviation, bounds);
    [at] = step.deviation;
    ({ left } = step);
  }
}

/** xorshift32 */
function drawer(seed: number): (count: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b9) | 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(1, count);
  };
}
