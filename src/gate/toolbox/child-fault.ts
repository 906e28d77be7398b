// Puts a fault into a resume child: a real agent, started with more than the lane asked for. How that
// is done is for each agent.

import { type ChildFault, inPlaceLine } from "../../formats/fault.ts";
import { followFile } from "../observe/follower.ts";
import type { SpawnOptions, Stage, StartedChild } from "../stage.ts";

/** How long a child may take to say that its fault is in place, in milliseconds. */
const inPlaceTimeoutMs = 60_000;

/** @throws Error for an agent that no fault can be put into: the scenario needs another. */
export function withFaults(
  options: SpawnOptions,
  { context: { agent } }: Stage,
  ...faults: readonly ChildFault[]
): SpawnOptions {
  if (options.role !== "resume") return options;
  if (agent.withFaults === null) throw new Error(`agent ${agent.name} takes no faults`);
  return { ...options, arguments: agent.withFaults(options.arguments, faults) };
}

/** The same for the seed's process. */
export function withSeedFaults(
  options: SpawnOptions,
  { context: { agent } }: Stage,
  ...faults: readonly ChildFault[]
): SpawnOptions {
  if (options.role !== "seed") return options;
  if (agent.withFaults === null) throw new Error(`agent ${agent.name} takes no faults`);
  return { ...options, arguments: agent.withFaults(options.arguments, faults) };
}

/** Waits until the child says that its fault is in place; true unless it ended or kept silent. */
export async function faultInPlace(stage: Stage, child: StartedChild): Promise<boolean> {
  let inPlace = false;
  const follower = followFile(stage.world, {
    path: child.errorPath,
    fromOffset: 0,
    pollMs: stage.cell.timeouts.pollMs,
    onLine({ text }) {
      if (text !== inPlaceLine) return;
      inPlace = true;
      stage.wake();
    },
  });
  await stage.until(() => inPlace || child.exited, inPlaceTimeoutMs);
  await follower.stop();
  return inPlace;
}
