// What a run is judged to, now and here: the texts that an archive brings, and the summary they tell.
import { dirname } from "node:path";
import { comparisonOf } from "../dossier/comparison.ts";
import { buildDossier } from "../dossier/dossier.ts";
import { defaultThresholds } from "../matrix/config/config.ts";
import type { Parts } from "../matrix/parts.ts";
import { buildId } from "../matrix/store/build.ts";
import { readStamp } from "../matrix/store/canary-record.ts";
import { checkRun } from "../matrix/store/check.ts";
import { readExploration } from "../matrix/store/exploration-record.ts";
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
    const record = requireRunRecord(directory);
    const comparison = comparisonOf([record], defaultThresholds, parts, {});
    const { build = null, endedAt, chosenBy = null } = record;
    const run = { label: "A", summary, build, interrupted: endedAt === null, chosenBy };
    const place = dirname(directory);
    const { candidate } = comparison;
    const standing = {
      build: buildId(),
      canaries: readStamp(place),
      exploration: readExploration(place, candidate),
      isExplorable: parts.lanes.some(({ name }) => name === candidate),
    };
    return renderDossierMarkdown(buildDossier([run], comparison, standing));
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n`;
    throw error;
  }
}
