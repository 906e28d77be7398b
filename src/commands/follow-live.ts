// A run told as a picture on a terminal that is drawn anew as it goes on. What was printed stays above it:
// failures as they come, and whatever anybody else writes to standard error meanwhile.
import type { CellResult } from "../matrix/summary/result.ts";
import { brokenBetweenWords } from "../report/flow.ts";
import { renderFrame } from "../report/live/frame.ts";
import { type LiveRun, liveRun } from "../report/live/state.ts";
import { renderAttemptLine, renderSentence } from "../report/progress.ts";
import type { Io } from "./command.ts";
import type { Follower } from "./follow.ts";
import { paintFor } from "./print.ts";
import { openScreen } from "./screen.ts";

/** Drawn no more often, however many cells end meanwhile. */
const tickMs = 200;

export function followLive(io: Io, nowMs: () => number): Follower {
  const { stderr } = io;
  const paint = paintFor(stderr, io);
  const screen = openScreen(stderr);
  let run: LiveRun | null = null;
  let lines: string[] = [];
  let timer: NodeJS.Timeout | null = null;

  const printAll = () => {
    if (lines.length > 0) screen.print(`${lines.join("\n")}\n`);
    lines = [];
  };
  const draw = () => {
    printAll();
    if (run === null) return;
    const size = { columns: stderr.columns ?? 0, rows: stderr.rows ?? 0 };
    screen.draw(renderFrame(run.state, { ...size, nowMs: nowMs(), paint }));
  };
  // What is said before there is a picture is said at once, and so is the last word.
  const say = (line: string) => {
    lines.push(fittedTo(stderr, line));
    if (timer === null) printAll();
  };
  const undivert = stderr.divert?.((text) => {
    printAll();
    screen.print(text);
  });
  const unwatch = stderr.watch?.((change) => {
    if (change === "continued") screen.forget();
    draw();
  });

  return {
    onPlanned(plan) {
      run = liveRun(plan, nowMs());
      timer = setInterval(draw, tickMs).unref();
    },
    onStarted: (cell) => run?.started(cell, nowMs()),
    onEvent: (cell, event) => run?.recorded(cell, event, nowMs()),
    onAttempt(result) {
      run?.attempted(result);
      say(renderAttemptLine(result, paint));
    },
    onResult(result: CellResult) {
      run?.finished(result);
      // The table follows; only what went wrong is worth a line before it.
      if (result.verdict !== "pass") say(renderSentence(result, paint));
    },
    onNotice: say,
    close() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      run = null;
      screen.clear();
      printAll();
      unwatch?.();
      undivert?.();
    },
  };
}

/** The terminal itself would break a line amid a word. */
const fittedTo = ({ columns }: Io["stderr"], line: string): string =>
  columns ? brokenBetweenWords(line, columns) : line;
