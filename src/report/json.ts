// A summary as one JSON object, the machine's view. Pure; its keys are a promise to scripts.
import type { CellTarget } from "../evidence/cell.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { controls } from "../world/printable.ts";
import { replayCommand } from "./failures.ts";
import { type JsonReport, reportVersion } from "./json-shape.ts";

/** Only where a run tests several versions of its agent. */
const versionOf = ({ version }: CellTarget) => (version === undefined ? {} : { version });

export function renderJson(summary: Summary): string {
  const { run, exitCode, versions, counts, cells } = summary;
  return printable({
    reportVersion,
    run,
    exitCode,
    verdict: summary.verdict,
    notAcceptance: summary.notAcceptance,
    fidelity: summary.fidelity,
    directory: summary.directory,
    versions,
    canaries: summary.canaries ?? null,
    counts,
    repetitions: summary.repetitions.map(({ target, ...figures }) => ({
      target: `${target.provider}/${target.model}`,
      agent: target.agent,
      ...versionOf(target),
      ...figures,
      history: figures.history ?? "one-turn",
    })),
    findings: summary.findings.map((finding) => ({
      outcome: finding.outcome,
      claim: finding.claim,
      reason: finding.reason,
      cells: finding.cells.length,
      targets: finding.targets,
      lanes: finding.lanes,
      scenarios: finding.scenarios,
      example: cellTitle(finding.example.cell),
      because: finding.example.judgement?.because ?? finding.example.cell.because,
      replay: replayCommand(finding.example.cell, summary.fidelity, summary.flags),
    })),
    noLongerShown: summary.noLongerShown.map(({ finding, held }) => ({ ...finding, held })),
    cells: cells.map((cell) => ({
      target: `${cell.target.provider}/${cell.target.model}`,
      agent: cell.target.agent,
      ...versionOf(cell.target),
      wireApi: cell.target.wireApi,
      lane: cell.lane,
      scenario: cell.scenario,
      history: cell.history?.name ?? "one-turn",
      repetition: cell.repetition,
      gardenId: cell.gardenId,
      verdict: cell.verdict,
      known: cell.known ?? null,
      because: cell.because,
      durationMs: cell.durationMs,
      ...(cell.attempts === undefined ? {} : { attempts: cell.attempts }),
      ...(cell.measures === undefined ? {} : { measures: cell.measures }),
      claims: cell.claims.map(({ name, verdict, because }) => ({ name, verdict, because })),
    })),
  });
}

/** JSON that may be printed: what a terminal would obey is escaped, and halves of characters are replaced. */
const printable = (value: JsonReport): string => {
  const text = JSON.stringify(value, (_, each) =>
    typeof each === "string" ? each.toWellFormed() : each,
  );
  return `${text.replace(controls, escaped)}\n`;
};

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
