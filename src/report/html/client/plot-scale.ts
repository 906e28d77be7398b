// From where to where a picture of intervals goes, so that what is there fills it. Pure.
import type { IntervalPlot } from "../document-data.ts";

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Half widths that are easily read; the last one holds every difference. */
const halves = [0.05, 0.1, 0.2, 0.5, 1];

/** Of differences as far as they reach, on both sides of zero; of rates from none to all. */
export function scaleFor({ from, to, lines, rows }: IntervalPlot): Scale {
  if (from >= 0) return { from, to, ticks: [from, (from + to) / 2, to] };
  const drawn = rows.filter(({ estimate }) => estimate !== null);
  const reach = Math.max(
    ...lines.map(({ at }) => Math.abs(at)),
    ...drawn.flatMap(({ lower, upper }) => [Math.abs(lower), Math.abs(upper)]),
  );
  const half = halves.find((each) => each >= reach) ?? 1;
  return { from: -half, to: half, ticks: [-half, 0, half] };
}

export const fractionIn = ({ from, to }: Scale, value: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
