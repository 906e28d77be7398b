// A summary as one JSON object, the machine's view. Pure; its keys are a promise to scripts.
import type { CellTarget } from "../evidence/cell.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { controls } from "../world/printable.ts";
import { replayCommand } from "./failures.ts";
import { type JsonReport, reportVersion } from "./json-shape.ts";

/** Only where a run tests several versions of its agent. */
const versionOf = ({ version }: CellTarget) => (version === undefined ? {} : { version });

interface JsonOptions {
  /** A cell with the reasons that a brief summary leaves out; left out where it is whole. */
  wholeOf?(cell: CellResult): CellResult;
}

export const renderJson = (summary: Summary): string => [...jsonParts(summary, {})].join("");

/** A part for each cell: of very many the whole text would not fit. */
export function* jsonParts(
  summary: Summary,
  { wholeOf = (cell) => cell }: JsonOptions,
): Generator<string> {
  const end = "]}";
  // The cells come last.
  yield printable({ ...headOf(summary), cells: [] }).slice(0, -end.length);
  for (const [index, cell] of summary.cells.entries()) {
    yield `${index === 0 ? "" : ","}${printable(cellOf(wholeOf(cell)))}`;
  }
  yield `${end}\n`;
}

function headOf(summary: Summary): Omit<JsonReport, "cells"> {
  const { run, exitCode, versions, counts } = summary;
  return {
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
  };
}

const cellOf = (cell: CellResult): JsonReport["cells"][number] => ({
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
});

/** JSON that may be printed: what a terminal would obey is escaped, and halves of characters are replaced. */
const printable = (value: JsonReport | JsonReport["cells"][number]): string => {
  const text = JSON.stringify(value, (_, each) =>
    typeof each === "string" ? each.toWellFormed() : each,
  );
  return text.replace(controls, escaped);
};

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
