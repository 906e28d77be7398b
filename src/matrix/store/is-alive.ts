// Whether the process that runs a run is still there; a reused pid is somebody else.
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { World } from "../../world/world.ts";

/** The same process, not one that got its pid later. */
export async function isAlive(runner: ProcessIdentity, world: World): Promise<boolean> {
  const found = await world.processes.identify(runner.pid);
  return found !== null && found.startTime === runner.startTime;
}
