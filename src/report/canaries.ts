// Canaries and what became of them, as a table or as one JSON object. Pure.

import { whyNotAt } from "../canary/where.ts";
import type { Scenario } from "../gate/scenario.ts";
import type { Canary } from "../lanes/canaries/canary.ts";
import type { CanaryFidelity, CanaryResult } from "../matrix/summary/canary-stamp.ts";
import { plain } from "./plain.ts";
import type { Paint } from "./style.ts";

export interface CanaryRows {
  readonly canaries: readonly Canary[];
  readonly results: readonly CanaryResult[];
  readonly scenarios: readonly Scenario[];
}

export function renderCanaries(given: CanaryRows, paint: Paint): string {
  const { canaries, results } = given;
  const rows = canaries.map((canary) => rowOf(canary, given));
  const head = ["canary", "must be caught by", "sim", "loopback", "s", "what is broken"];
  const widths = head.map((text, column) =>
    Math.max(text.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const bad = results.filter(({ outcome }) => outcome !== "killed");
  return [
    paint("faint", line(head)),
    ...rows.map(line),
    ...bad.map((result) => `\n${describe(result, paint)}`),
    "",
    countText(canaries, results, paint),
    "",
  ].join("\n");
}

function rowOf(canary: Canary, { results, scenarios }: CanaryRows): readonly string[] {
  const ours = results.filter(({ name }) => name === canary.name);
  const at = (fidelity: CanaryFidelity) =>
    ours.find((result) => result.fidelity === fidelity)?.outcome ??
    (whyNotAt(canary, fidelity, scenarios) === null ? "" : "·");
  const seconds = ours.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  return [canary.name, canary.claim, at("sim"), at("loopback"), seconds.toFixed(1), canary.breaks];
}

function describe({ name, fidelity, outcome, claim, because }: CanaryResult, paint: Paint): string {
  const title = paint("bad", `${name} ${outcome} (${fidelity})`);
  const again = `pnpm matrix canary --grep '^${name} ' --fidelity ${fidelity}`;
  return `${title}, to be caught by ${claim}\n  because ${plain(because)}\n  replay  ${again}`;
}

function countText(
  canaries: readonly Canary[],
  results: readonly CanaryResult[],
  paint: Paint,
): string {
  const counts = (["sim", "loopback"] as const).map((fidelity) => {
    const ours = results.filter((result) => result.fidelity === fidelity);
    const killed = ours.filter(({ outcome }) => outcome === "killed").length;
    return `${fidelity} ${killed} of ${ours.length}`;
  });
  if (results.length === 0) return `${paint("open", "NOTHING RUN")}: ${canaries.length} canaries`;
  const survivors = results.some(({ outcome }) => outcome !== "killed");
  const verdict = survivors ? paint("bad", "NOT ALL KILLED") : paint("good", "KILLED");
  return `${verdict}: ${counts.join(", ")}; ${canaries.length} canaries`;
}

export function canariesJson({ canaries, results, scenarios }: CanaryRows): string {
  const listed = canaries.map((canary) => {
    const { name, breaks, claim, source, scenario = "plain", alone = false } = canary;
    const why = (fidelity: CanaryFidelity) => whyNotAt(canary, fidelity, scenarios);
    const notRun = { sim: why("sim"), loopback: why("loopback") };
    return { name, breaks, claim, source, scenario, alone, notRun };
  });
  const allKilled = results.length > 0 && results.every(({ outcome }) => outcome === "killed");
  return `${JSON.stringify({ allKilled, canaries: listed, results })}\n`;
}
