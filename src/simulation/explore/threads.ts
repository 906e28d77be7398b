// Explorers in threads of their own, so that every core can draw.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Block } from "./blocks.ts";
import type { Explorer } from "./explore.ts";
import type { BlockResult, Explored } from "./explore-block.ts";

/** What a thread is started with; a lane is named, since its functions cannot travel. */
export interface ThreadOptions extends Explored {
  readonly lane: string;
}

export interface Threads {
  readonly explorers: readonly Explorer[];
  /** Ends them at once, whatever they are at. */
  close(): Promise<void>;
}

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const script = new URL(`./thread.${ending}`, import.meta.url);

/** One for each core, where no count is given. */
export function openThreads(count: number | null, options: ThreadOptions): Threads {
  const threads = Array.from({ length: count ?? availableParallelism() }, () =>
    openThread(options),
  );
  return {
    explorers: threads,
    async close() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function openThread(options: ThreadOptions): Explorer & { end(): Promise<unknown> } {
  const worker = new Worker(script, { workerData: options });
  let waiting: PromiseWithResolvers<BlockResult> | null = null;
  const settle = (how: (of: PromiseWithResolvers<BlockResult>) => void) => {
    if (waiting) how(waiting);
    waiting = null;
  };
  let ended: Error | null = null;
  const fail = (error: Error) => {
    ended ??= error;
    settle(({ reject }) => reject(error));
  };
  worker.on("message", (result: BlockResult) => settle(({ resolve }) => resolve(result)));
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a thread of the exploration ended with ${code}`)));
  return {
    explore(block: Block) {
      if (ended !== null) return Promise.reject(ended);
      waiting = Promise.withResolvers();
      worker.postMessage(block);
      return waiting.promise;
    },
    end: () => worker.terminate(),
  };
}
