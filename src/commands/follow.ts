// A run told in plain lines, one for each cell that is over: for a log, a pipe, or a reader that no picture helps.
// On standard error, so that standard output holds the result and nothing else.
import type { RunObserver } from "../matrix/run/run.ts";
import type { CellResult } from "../matrix/summary/result.ts";
import { renderAttemptLine, renderResultLine } from "../report/progress.ts";
import type { Io } from "./command.ts";
import { paintFor } from "./print.ts";

export interface Follower extends RunObserver {
  /** Nothing is shown from then on. */
  close(): void;
}

export function followInLines(io: Io): Follower {
  const paint = paintFor(io.stderr, io);
  const print = (line: string) => io.stderr.write(`${line}\n`);
  let counts = { planned: 0, done: 0 };
  return {
    onPlanned(plan) {
      counts = { ...counts, planned: plan.filter(({ skip }) => skip === null).length };
    },
    onStarted: () => undefined,
    onEvent: () => undefined,
    onAttempt: (result) => print(renderAttemptLine(result, paint)),
    onResult(result: CellResult) {
      counts = { ...counts, done: counts.done + 1 };
      print(renderResultLine(result, counts, paint));
    },
    onNotice: print,
    close: () => undefined,
  };
}
