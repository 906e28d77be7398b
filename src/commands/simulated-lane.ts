// Finds the lane that a simulation is to run.
import type { Lane } from "../lanes/lane.ts";
import { Refusal } from "../world/refusal.ts";
import { withCanaries } from "./canary-lane.ts";
import type { Io } from "./command.ts";

/** @throws Refusal that lists the lanes there are. */
export async function named(name: string, io: Io): Promise<Lane> {
  const { lanes } = await withCanaries({ lane: [name] }, await io.parts());
  const lane = lanes.find((each) => each.name === name);
  if (lane) return lane;
  const known = lanes.map((each) => each.name).join(", ");
  throw new Refusal(`No lane "${name}"; there is ${known}.`);
}
