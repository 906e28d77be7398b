// A thread that explores: a block in, its result out.
import type { Block } from "./blocks.ts";
import { exploreBlock } from "./explore-block.ts";
import { laneNamed, serveThread } from "./serve-thread.ts";
import type { ThreadOptions } from "./threads.ts";

serveThread(({ lane: name, ...explored }: ThreadOptions) => {
  const lane = laneNamed(name);
  return (block: Block) => exploreBlock(block, { ...explored, lane });
});
