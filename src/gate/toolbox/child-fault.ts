// Puts a fault of src/gate/faults into a resume child: a real agent, started with one extension
// more than the lane asked for.

import { followFile } from "../observe/follower.ts";
import { scriptPath } from "../script.ts";
import type { SpawnOptions, Stage, StartedChild } from "../stage.ts";
import { inPlaceLine } from "./faults/in-place.ts";

/** How long a child may take to say that its fault is in place, in milliseconds. */
const inPlaceTimeoutMs = 60_000;

/** Of these the first that a lane gives comes after its boolean flags. */
const firstOptions: readonly string[] = ["--extension", "--session", "--session-id"];

/** Before the lane's own extension, so that the fault strikes first. */
export function withFaults(options: SpawnOptions, ...faults: readonly string[]): SpawnOptions {
  if (options.role !== "resume") return options;
  const given = options.arguments;
  const before = given.findIndex((word) => firstOptions.includes(word));
  const extensions = faults.flatMap((name) => [
    "--extension",
    scriptPath(`toolbox/faults/${name}`),
  ]);
  return { ...options, arguments: given.toSpliced(Math.max(before, 0), 0, ...extensions) };
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
