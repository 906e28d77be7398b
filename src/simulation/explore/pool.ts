// Threads that all run one script and are given one job at a time, so that every core has work.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Does one job after the other: here, or in a thread of its own. */
export type Doer<Job, Result> = (job: Job) => Promise<Result>;

export interface Pool<Job, Result> {
  readonly doers: readonly Doer<Job, Result>[];
  /** Ends them at once, whatever they are at. */
  close(): Promise<void>;
}

/** The address of a script beside a module: compiled where the module is. */
export function scriptBeside(module: string, name: string): URL {
  return new URL(`./${name}.${module.endsWith(".ts") ? "ts" : "js"}`, module);
}

/** One thread for each core, where no count is given. `data` is what each one is started with. */
export function openPool<Job, Result>(
  script: URL,
  count: number | null,
  data: unknown,
): Pool<Job, Result> {
  const threads = Array.from({ length: count ?? availableParallelism() }, () =>
    openThread<Job, Result>(script, data),
  );
  return {
    doers: threads.map(({ perform }) => perform),
    async close() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function openThread<Job, Result>(script: URL, data: unknown) {
  const worker = new Worker(script, { workerData: data });
  let waiting: PromiseWithResolvers<Result> | null = null;
  const settle = (how: (of: PromiseWithResolvers<Result>) => void) => {
    if (waiting) how(waiting);
    waiting = null;
  };
  let ended: Error | null = null;
  const fail = (error: Error) => {
    ended ??= error;
    settle(({ reject }) => reject(error));
  };
  worker.on("message", (result: Result) => settle(({ resolve }) => resolve(result)));
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a thread of the exploration ended with ${code}`)));
  const perform: Doer<Job, Result> = (job) => {
    if (ended !== null) return Promise.reject(ended);
    waiting = Promise.withResolvers();
    worker.postMessage(job);
    return waiting.promise;
  };
  return { perform, end: () => worker.terminate() };
}
