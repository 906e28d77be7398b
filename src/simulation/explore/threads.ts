// Explorers in threads of their own, so that every core can draw.
import type { Block } from "./blocks.ts";
import type { Explorer } from "./explore.ts";
import type { BlockResult, Explored } from "./explore-block.ts";
import { openPool, scriptBeside } from "./pool.ts";

/** What a thread is started with; a lane is named, since its functions cannot travel. */
export interface ThreadOptions extends Explored {
  readonly lane: string;
}

export interface Threads {
  readonly explorers: readonly Explorer[];
  /** Ends them at once, whatever they are at. */
  close(): Promise<void>;
}

/** One for each core, where no count is given. */
export function openThreads(count: number | null, options: ThreadOptions): Threads {
  const script = scriptBeside(import.meta.url, "thread");
  const { doers, close } = openPool<Block, BlockResult>(script, count, options);
  return { explorers: doers.map((explore) => ({ explore })), close };
}
