// What a run prints at its end: the table, each cell that did not pass, the skips, one last line
// with the verdict. Pure: width and colour are given.
import type { Summary } from "../matrix/summary.ts";
import { renderFailures, renderSkips } from "./failures.ts";
import { plain } from "./plain.ts";
import { rowsOf } from "./rows.ts";
import type { Meaning, Paint } from "./style.ts";
import { renderTable } from "./table.ts";

export interface TerminalOptions {
  readonly width: number;
  readonly paint: Paint;
  /** Lists every claim of every cell, with its reason. */
  readonly verbose: boolean;
}

export function renderTerminal(summary: Summary, options: TerminalOptions): string {
  const { paint, verbose } = options;
  return [
    renderTable(rowsOf(summary.cells), options),
    verbose ? renderClaims(summary, paint) : "",
    renderFailures(summary, paint),
    spaced(renderSkips(summary, paint)),
    "\n",
    lastLines(summary, paint),
  ].join("");
}

const spaced = (text: string) => (text === "" ? "" : `\n${text}`);

function renderClaims(summary: Summary, paint: Paint): string {
  const signs = { holds: "✓", violated: "✗", unknown: "?", "not-applicable": "·" };
  return summary.cells
    .filter(({ claims }) => claims.length > 0)
    .map(({ target, lane, scenario, repetition, claims }) => {
      const title = `${target.provider}/${target.model} ${lane} ${scenario} #${repetition}`;
      const lines = claims.map(
        ({ verdict, name, because }) => `  ${signs[verdict]} ${name}: ${plain(because)}\n`,
      );
      return `\n${paint("strong", plain(title))}\n${lines.join("")}`;
    })
    .join("");
}

function lastLines(summary: Summary, paint: Paint): string {
  const { counts, versions, directory } = summary;
  const proved =
    versions === null ? "" : `pi ${versions.agent} on Node ${versions.node}, ${versions.platform}`;
  const tool = versions === null ? "" : `resume-matrix ${versions.tool}${commit(versions.commit)}`;
  const parts = (["pass", "fail", "unknown", "skip"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}`);
  const lines = [
    ...(versions === null ? [] : [paint("faint", `${summary.fidelity}: ${proved}; ${tool}`)]),
    ...(directory === null ? [] : [paint("faint", directory)]),
    `${verdictText(summary, paint)}: ${counts.planned} planned, ${parts.join(", ")}`,
    ...(summary.notAcceptance === null
      ? []
      : [paint("open", `This is not an acceptance: ${summary.notAcceptance}.`)]),
  ];
  return `${lines.join("\n")}\n`;
}

const commit = (name: string | null) => (name === null ? "" : ` (${name})`);

function verdictText({ verdict, interrupted }: Summary, paint: Paint): string {
  const meanings: Record<string, Meaning> = { pass: "good", fail: "bad", unknown: "open" };
  const text = interrupted ? "INTERRUPTED" : (verdict ?? "no verdict").toUpperCase();
  return paint(interrupted ? "open" : (meanings[verdict ?? ""] ?? "faint"), text);
}
