// What was found by looking at what a run needs, as text. Pure.
import type { Check, Examination } from "../matrix/doctor.ts";
import { plain } from "./plain.ts";
import type { Paint } from "./style.ts";

export function renderExamination({ checks, live }: Examination, paint: Paint): string {
  const well = checks.every(({ ok }) => ok);
  const callable = live.filter(({ ok }) => ok).length;
  return [
    "At loopback a run needs:\n",
    ...checks.map((check) => line(check, paint, "bad")),
    "\nAt live fidelity (LIVE=1) it would call:\n",
    ...live.map((check) => line(check, paint, "open")),
    well ? "\nLoopback: ready. " : "\nLoopback: not ready; see above. ",
    `Live: ${callable} of ${live.length} providers; the others would be skipped.\n`,
  ].join("");
}

function line({ name, ok, says }: Check, paint: Paint, lack: "bad" | "open"): string {
  const sign = ok ? paint("good", "✓") : paint(lack, "✗");
  return `  ${sign} ${name.padEnd(8)} ${plain(says)}\n`;
}
