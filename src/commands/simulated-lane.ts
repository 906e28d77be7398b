// Finds the lane that a simulation is to run.
import type { Lane } from "../lanes/lane.ts";
import { UsageError } from "../world/usage-error.ts";
import { withCanaries } from "./canary-lane.ts";
import type { Io } from "./command.ts";

/** @throws UsageError that lists the lanes there are. */
export async function simulatedLane(name: string, io: Io): Promise<Lane> {
  const { lanes } = await withCanaries({ lane: [name] }, await io.parts());
  const lane = lanes.find((each) => each.name === name);
  if (lane) return lane;
  const known = lanes.map((each) => each.name).join(", ");
  throw new UsageError(`No lane "${name}"; there is ${known}.`);
}
