// A thread that explores: a block in, its result out.
import { parentPort, workerData } from "node:worker_threads";
import { canaryLanes } from "../../lanes/canaries/index.ts";
import { lanes } from "../../lanes/index.ts";
import type { Block } from "./blocks.ts";
import { exploreBlock } from "./explore-block.ts";
import type { ThreadOptions } from "./threads.ts";

const { lane: name, ...explored }: ThreadOptions = workerData;
const lane = [...lanes, ...canaryLanes].find((each) => each.name === name);
if (!lane) throw new Error(`a thread knows no lane ${name}`);

// Nobody reads the stacks of simulated errors, and making them takes longer than all the rest.
Error.stackTraceLimit = 0;

parentPort?.on("message", async (block: Block) => {
  parentPort?.postMessage(await exploreBlock(block, { ...explored, lane }));
});
