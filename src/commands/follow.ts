// Shows a run while it goes on: a live line on a terminal, plain lines elsewhere. On standard
// error only, so that standard output holds the result and nothing else.

import type { RunObserver } from "../matrix/run/run.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import {
  type Progress,
  renderAttemptLine,
  renderProgress,
  renderResultLine,
} from "../report/progress.ts";
import type { Io } from "./command.ts";
import { paintFor } from "./print.ts";

/** How often the clock of the live line moves. */
const tickMs = 500;

export interface Follower extends RunObserver {
  /** Clears the live line; nothing is shown from then on. */
  close(): void;
}

type Counts = Pick<Progress, "planned" | "done" | "failed" | "unknown">;

const withOneMore = (counts: Counts, { verdict }: CellResult): Counts => ({
  planned: counts.planned,
  done: counts.done + 1,
  failed: counts.failed + (verdict === "fail" ? 1 : 0),
  unknown: counts.unknown + (verdict === "unknown" ? 1 : 0),
});

export function followRun(io: Io, nowMs: () => number): Follower {
  const { stderr, environment } = io;
  const isLiveLine = stderr.columns !== null && !environment.CI && environment.TERM !== "dumb";
  const paint = paintFor(stderr, io);
  const running = new Map<string, string>();
  const startMs = nowMs();
  let counts = { planned: 0, done: 0, failed: 0, unknown: 0 };
  let timer: NodeJS.Timeout | null = null;

  const progress = (): Progress => ({
    ...counts,
    running: [...running.values()],
    elapsedMs: nowMs() - startMs,
  });
  const erase = () => {
    if (isLiveLine) stderr.write("\r\u001b[K");
  };
  const draw = () => {
    if (!isLiveLine) return;
    erase();
    stderr.write(renderProgress(progress(), stderr.columns || 80));
  };
  const print = (line: string) => {
    erase();
    stderr.write(`${line}\n`);
    draw();
  };

  return {
    onPlanned(plan) {
      const planned = plan.filter(({ skip }) => skip === null).length;
      counts = { ...counts, planned };
      if (isLiveLine) timer = setInterval(draw, tickMs).unref();
    },
    onStarted(cell) {
      running.set(cell.gardenId, cellTitle(cell));
      draw();
    },
    onAttempt(result) {
      running.delete(result.gardenId);
      print(renderAttemptLine(result, paint));
    },
    onResult(result: CellResult) {
      running.delete(result.gardenId);
      counts = withOneMore(counts, result);
      // On a terminal the table follows soon; only what went wrong is worth a line before it.
      if (!isLiveLine || result.verdict !== "pass") {
        print(renderResultLine(result, progress(), paint));
      } else draw();
    },
    onNotice: print,
    close() {
      if (timer !== null) clearInterval(timer);
      erase();
    },
  };
}
