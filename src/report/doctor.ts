// What was found by looking at what a run needs, as text. Pure.
import type { Check, Examination } from "../matrix/run/doctor.ts";
import { plain } from "./plain.ts";
import type { Paint } from "./style.ts";

export function renderExamination({ checks, live, newest }: Examination, paint: Paint): string {
  const well = checks.every(({ ok }) => ok);
  const callable = live.filter(({ ok }) => ok).length;
  return [
    "At loopback a run needs:\n",
    ...lines(checks, paint, "bad"),
    "\nAt live fidelity (LIVE=1) it would call:\n",
    ...lines(live, paint, "open"),
    well ? "\nLoopback: ready. " : "\nLoopback: not ready; see above. ",
    `Live: ${callable} of ${live.length} providers; the others would be skipped.\n`,
    ...(newest === undefined ? [] : [`${newest.name}: ${plain(newest.says)}.\n`]),
  ].join("");
}

function lines(checks: readonly Check[], paint: Paint, lack: "bad" | "open"): string[] {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  return checks.map(({ name, ok, says }) => {
    const sign = ok ? paint("good", "✓") : paint(lack, "✗");
    return `  ${sign} ${name.padEnd(width)}  ${plain(says)}\n`;
  });
}
