// The dossier as one JSON object, with every cell that the Markdown only counts. Pure; its keys are
// a promise to scripts.

import type { Dossier } from "../dossier/dossier.ts";
import type { Pair } from "../dossier/pairs.ts";
import type { Side } from "../dossier/side.ts";
import { targetName } from "../evidence/cell.ts";
import { replayCommand } from "./failures.ts";

export function renderDossierJson(dossier: Dossier, exitCode: number): string {
  const { verdict, isAgainst, requirements, reasons, missing, targets, counts } = dossier;
  const { subjects, thresholds } = dossier;
  const lanes = { old: dossier.baseline, new: dossier.candidate };
  const rows = dossier.rows.map(({ baseline, candidate, ...row }) => ({
    ...row,
    old: baseline,
    new: candidate,
  }));
  return `${JSON.stringify({
    verdict,
    exitCode,
    ...lanes,
    isAgainst,
    requirements,
    thresholds,
    runs: dossier.runs.map(runOf),
    targets,
    counts,
    subjects,
    reasons,
    missing,
    rows,
    blocking: dossier.blocking.map((pair) => ({
      ...placeOf(pair),
      replay: pair.candidate.cells
        .filter((cell) => cell.verdict === "fail")
        .map((cell) => replayCommand(cell, cell.fidelity, cell.flags)),
    })),
    hazards: dossier.hazards,
    notRun: dossier.notRun,
    pairs: dossier.pairs.map((pair) => ({
      ...placeOf(pair),
      relation: pair.relation,
      measured: pair.measured,
      old: sideOf(pair.baseline),
      new: sideOf(pair.candidate),
    })),
  })}\n`;
}

function runOf({ label, summary, build, interrupted, chosenBy }: Dossier["runs"][number]) {
  const { run, fidelity, versions, counts } = summary;
  return { label, run, fidelity, versions, build, interrupted, chosenBy, counts };
}

const placeOf = ({ target, scenario, history, fidelity }: Pair) => ({
  target: targetName(target),
  scenario,
  history: history?.name ?? null,
  fidelity,
});

function sideOf({ cells, lane: _, ...counts }: Side) {
  return {
    ...counts,
    cells: cells.map((cell) => ({
      title: cell.title,
      run: cell.run,
      gardenId: cell.gardenId,
      verdict: cell.verdict,
      because: cell.because,
    })),
  };
}
