// The thread's end of a pool: a job in, its result out, one at a time.
import { parentPort, workerData } from "node:worker_threads";
import { canaryLanes } from "../../lanes/canaries/index.ts";
import { lanes } from "../../lanes/index.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { Doer } from "./pool.ts";

/** `make` gets the data that the pool was opened with. */
export function serveThread<Data, Job, Result>(make: (data: Data) => Doer<Job, Result>): void {
  // Nobody reads the stacks of simulated errors, and making them takes longer than all the rest.
  Error.stackTraceLimit = 0;
  const perform = make(workerData);
  parentPort?.on("message", async (job: Job) => {
    parentPort?.postMessage(await perform(job));
  });
}

/** Of the lanes that come with the tool and of the canaries': others have functions that cannot travel. */
export function laneNamed(name: string): Lane {
  const lane = [...lanes, ...canaryLanes].find((each) => each.name === name);
  if (!lane) throw new Error(`a thread knows no lane ${name}`);
  return lane;
}
