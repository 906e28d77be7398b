// A dossier as a page: the verdict and what a removal asks for, then the tables by which each statement
// can be checked. Pure.
import type { Dossier, DossierVerdict } from "../../dossier/dossier.ts";
import type { Reason } from "../../dossier/missing.ts";
import type { Outcome } from "../../matrix/summary/result.ts";
import {
  countsText,
  dossierWords,
  madeWith,
  requirementWords,
  tendencyOf,
} from "../dossier-markdown.ts";
import { shellWord } from "../failures.ts";
import { shortTarget } from "../short-target.ts";
import type { CellText, DocumentSection } from "./document-data.ts";
import { documentPage } from "./document-page.ts";
import { detailSections, placeOf, sidesOf } from "./dossier-sections.ts";

const tones: Readonly<Record<DossierVerdict, Outcome>> = {
  remove: "pass",
  keep: "fail",
  "not-enough-evidence": "unknown",
};

export function renderDossierPage(dossier: Dossier): string {
  const { verdict, baseline, candidate, subjects, targets } = dossier;
  const tendency = tendencyOf(dossier);
  return documentPage({
    kind: `Dossier · removing lane ${baseline}, in favour of ${candidate}`,
    verdict: dossierWords[verdict],
    tone: tones[verdict],
    lines: tendency === "" ? [] : [tendency],
    facts: [
      ...Object.entries(subjects).map(([lane, what]) => `${lane}: ${what}`),
      `Targets: ${targets.map(shortTarget).join(", ") || "none"}`,
    ],
    sections: [
      requirements(dossier),
      worse(dossier),
      lacking(dossier),
      runs(dossier),
      ...detailSections(dossier),
    ].filter(({ parts }) => parts.length > 0),
  });
}

const reasonLines = ({ because, cells }: Reason): string[] => [
  because,
  ...titlesOf(cells).map((title) => `  ${title}`),
];

/** Very many cells that nobody ran would make a page that nobody reads. */
const mostTitles = 400;

function titlesOf(cells: Reason["cells"]): readonly string[] {
  const shown = cells.slice(0, mostTitles).map(shortTarget);
  const more = cells.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

function requirements({ requirements: asked }: Dossier): DocumentSection {
  const lines = asked.map(({ name, met, found, lacks }): CellText[] => [
    met ? { text: "met", tone: "pass" } : { text: "lacks", tone: "unknown" },
    { text: requirementWords[name] },
    { text: found, more: lacks.flatMap(reasonLines) },
  ]);
  const table = { heads: ["", "a removal asks for", "there is"], lines };
  return {
    id: "requirements",
    title: "What a removal asks for",
    isOpen: true,
    parts: [{ kind: "table", table }],
  };
}

function worse(dossier: Dossier): DocumentSection {
  const { blocking, candidate, baseline } = dossier;
  const lines = blocking.map((pair) => [...placeOf(pair), ...sidesOf(pair)]);
  const heads = ["target", "scenario", "run", candidate, baseline];
  return {
    id: "worse",
    title: "What is worse",
    isOpen: true,
    parts: blocking.length === 0 ? [] : [{ kind: "table", table: { heads, lines } }],
  };
}

function lacking({ missing }: Dossier): DocumentSection {
  const items = missing.map(({ because, cells }) => ({
    text: because,
    more: titlesOf(cells),
  }));
  return {
    id: "lacks",
    title: `What lacks (${missing.length})`,
    isOpen: missing.length <= 8,
    parts: items.length === 0 ? [] : [{ kind: "list", items }],
  };
}

function runs({ runs: all }: Dossier): DocumentSection {
  const lines = all.map(({ label, summary, build, interrupted, chosenBy }): CellText[] => {
    const { run, fidelity, versions, counts } = summary;
    const remarks = [
      ...(interrupted ? ["interrupted"] : []),
      ...(chosenBy ?? ["unknown: recorded by an earlier build"]),
    ];
    return [
      { text: label },
      { text: run ?? "none", isCode: true },
      { text: fidelity },
      { text: countsText(counts) },
      { text: `${madeWith(versions)}; build ${build ?? "unknown"}` },
      { text: remarks.join(" ") || "whole" },
    ];
  });
  const names = all.flatMap(({ summary: { run } }) => (run === null ? [] : [shellWord(run)]));
  return {
    id: "runs",
    title: "Runs",
    isOpen: true,
    parts: [
      {
        kind: "table",
        table: { heads: ["run", "name", "fidelity", "cells", "with", "chosen by"], lines },
      },
      {
        kind: "commands",
        commands: names.map((run) => ({
          what: `judge ${run} again, offline`,
          command: `pnpm matrix check ${run}`,
        })),
      },
    ],
  };
}
