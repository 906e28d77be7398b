// The dossier as one JSON object, with every cell that the Markdown only counts. Pure; its keys are
// a promise to scripts.

import type { Dossier } from "../dossier/dossier.ts";
import type { Side } from "../dossier/pairs.ts";
import { targetName } from "../evidence/cell.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import { replayCommand } from "./failures.ts";

export function renderDossierJson(dossier: Dossier, exitCode: number): string {
  const { facts, old, new: fresh, verdict, reasons, missing, targets, counts, rows } = dossier;
  const { run, fidelity, versions, flags } = facts;
  const { subjects } = dossier;
  return `${JSON.stringify({
    verdict,
    exitCode,
    old,
    new: fresh,
    run,
    fidelity,
    versions,
    targets,
    counts,
    subjects,
    reasons,
    missing,
    rows,
    blocking: dossier.blocking.map(({ target, scenario, new: side }) => ({
      target: targetName(target),
      scenario,
      replay: side.cells
        .filter(({ verdict }) => verdict === "fail")
        .map((cell) => replayCommand(cell, fidelity, flags)),
    })),
    hazards: dossier.hazards,
    notRun: dossier.notRun,
    pairs: dossier.pairs.map(({ target, scenario, relation, old: before, new: after }) => ({
      target: targetName(target),
      scenario,
      relation,
      old: sideOf(before),
      new: sideOf(after),
    })),
  })}\n`;
}

function sideOf({ cells, lane: _, ...counts }: Side) {
  return {
    ...counts,
    cells: cells.map((cell) => ({
      title: cellTitle(cell),
      gardenId: cell.gardenId,
      verdict: cell.verdict,
      because: cell.because,
    })),
  };
}
