// What a run is judged to, now and here: the texts that an archive brings, and the summary they tell.
import { comparisonOf } from "../dossier/comparison.ts";
import { buildDossier } from "../dossier/dossier.ts";
import type { Parts } from "../matrix/parts.ts";
import { checkRun } from "../matrix/store/check.ts";
import { requireRunRecord } from "../matrix/store/run-record.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { renderDossierMarkdown } from "../report/dossier-markdown.ts";
import { UsageError } from "../world/usage-error.ts";
import { type ResultTexts, resultTexts } from "./results.ts";

export interface JudgedRun {
  readonly summary: Summary;
  readonly texts: ResultTexts;
  readonly notices: readonly string[];
}

export function judgeRun(directory: string, parts: Parts): JudgedRun {
  const { summary, notices } = checkRun(directory, parts.judge, parts.claims, { brief: true });
  const groups = new Map(parts.scenarios.map(({ name, group }) => [name, group]));
  const groupOf = (scenario: string) => groups.get(scenario) ?? "other";
  const dossier = dossierText(directory, summary, parts);
  return { summary, notices, texts: resultTexts({ summary, dossier, directory, groupOf }) };
}

/** A run that no dossier can be made of says why in its place. */
function dossierText(directory: string, summary: Summary, parts: Parts): string {
  try {
    const comparison = comparisonOf(requireRunRecord(directory), summary.fidelity, parts, {});
    return renderDossierMarkdown(buildDossier(summary, comparison));
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n`;
    throw error;
  }
}
