// Whether the process that runs a run is still there; a reused pid is somebody else.
import type { ProcessIdentity } from "../../evidence/event.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import { requireRunRecord } from "./run-record.ts";

/** The same process, not one that got its pid later. */
export async function isAlive(runner: ProcessIdentity, world: World): Promise<boolean> {
  const found = await world.processes.identify(runner.pid);
  return found !== null && found.startTime === runner.startTime;
}

/** @throws UsageError for a run that goes on: what is read of it now would not be all. */
export async function refuseRunning(directory: string, world: World): Promise<void> {
  const { endedAt, runner } = requireRunRecord(directory);
  if (endedAt !== null || !(await isAlive(runner, world))) return;
  throw new UsageError(
    `${directory} is still running (process ${runner.pid}). Wait for its end, or interrupt it.`,
  );
}
