// A run as it looks at one moment: the matrix as a grid that fills, what runs in which phase, how far it
// is. Pure. Never wider than the terminal, never higher; what does not fit is summed up.
import type { Meaning, Paint } from "../style.ts";
import { gridLines } from "./grid-lines.ts";
import { cutInMiddle, fitted } from "./label.ts";
import type { LiveState, RunningCell, Tally } from "./state.ts";

export interface FrameOptions {
  /** Of the terminal; 0 where it does not say. */
  readonly columns: number;
  /** Of the terminal; 0 where it does not say. */
  readonly rows: number;
  /** On the clock of the run, in milliseconds. */
  readonly nowMs: number;
  readonly paint: Paint;
}

const usualColumns = 80;
const usualRows = 24;

/** Lines for one frame, each shorter than the terminal is wide: in its last column a terminal may break the line. */
export function renderFrame(state: LiveState, options: FrameOptions): readonly string[] {
  const width = (options.columns || usualColumns) - 1;
  // The cursor rests in the line below; above, what was printed stays in sight.
  const rows = options.rows || usualRows;
  const height = Math.min(rows - 1, Math.max(8, Math.floor((rows * 2) / 3)));
  if (width < 1 || height < 1) return [];
  const bounds = { ...options, width };
  const forRunning = Math.min(state.running.size, mostRunning, Math.floor((height - 1) / 2));
  const running = runningLines(state, forRunning, bounds);
  const grid = gridLines(state, { ...bounds, height: height - 1 - running.length });
  return [...grid, ...running, statusLine(state, bounds)];
}

interface Bounds extends FrameOptions {
  readonly width: number;
}

const mostRunning = 8;
const phaseWidth = "assistant-turn".length;

/** The longest-running ones; the last line counts those that there is no room for. */
function runningLines({ running }: LiveState, most: number, bounds: Bounds): string[] {
  const { width, paint } = bounds;
  if (most < 1) return [];
  const more = running.size - most;
  const shown = [...running].slice(0, more > 0 ? most - 1 : most);
  const lines = shown.map((cell) => runningLine(cell, bounds));
  if (more <= 0) return lines;
  return [...lines, paint("faint", fitted(`  … ${more + 1} more running`, width))];
}

function runningLine({ label, phase, sinceMs }: RunningCell, bounds: Bounds): string {
  const { nowMs, width, paint } = bounds;
  const seconds = `${(Math.max(0, nowMs - sinceMs) / 1000).toFixed(1)} s`;
  const head = `▸ ${(phase ?? "").padEnd(phaseWidth)} ${seconds.padStart(7)}`;
  const room = width - head.length - 1;
  if (room < 8) return cutInMiddle(`▸ ${label}`, width);
  return `${paint("faint", head)} ${cutInMiddle(label, room)}`;
}

type Part = readonly [text: string, meaning: Meaning | null];

/** What matters least goes first where it is too wide. */
function statusLine(state: LiveState, { nowMs, width, paint }: Bounds): string {
  const { fail, unknown, pass, waiting, running } = state.tally;
  const done = fail + unknown + pass;
  const planned = done + waiting + running;
  const elapsedMs = Math.max(0, nowMs - state.startMs);
  const counted: Part[] = [
    [`${done}/${planned} cells`, "strong"],
    ...(fail > 0 ? [[`${fail} failed`, "bad"] as const] : []),
    ...(unknown > 0 ? [[`${unknown} unknown`, "open"] as const] : []),
    [clock(elapsedMs), null],
    ...paceParts(state.tally, done, elapsedMs),
  ];
  let parts = counted;
  const lengthOf = (all: readonly Part[]) => all.map(([text]) => text).join("  ").length;
  while (parts.length > 1 && lengthOf(parts) > width) parts = parts.slice(0, -1);
  const painted = parts.map(([text, meaning]) => {
    const cut = fitted(text, width);
    return meaning === null ? cut : paint(meaning, cut);
  });
  return painted.join("  ");
}

/** Too early a guess would only be wrong. */
const leastMs = 2_000;

function paceParts({ running, waiting }: Tally, done: number, elapsedMs: number): readonly Part[] {
  if (done === 0 || elapsedMs < leastMs) return [];
  // What runs is half done, as far as anybody knows.
  const leftMs = (elapsedMs / (done + running / 2)) * (waiting + running / 2);
  const perSecond = (done / elapsedMs) * 1000;
  const isSlow = perSecond < 0.1;
  const pace = `${(isSlow ? perSecond * 60 : perSecond).toFixed(1)} cells/${isSlow ? "min" : "s"}`;
  const left: readonly Part[] =
    waiting + running > 0 ? [[`about ${clock(leftMs)} left`, null]] : [];
  return [...left, [pace, "faint"]];
}

/** `0:07`, `12:34`, `2:03:04`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  const head = hours > 0 ? `${hours}:${two(minutes)}` : `${minutes}`;
  return `${head}:${two(seconds % 60)}`;
}
