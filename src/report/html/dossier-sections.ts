// The tables of a dossier's page by which its statements can be checked: pairs, rows that were asked
// for, hazards, what was skipped, and how it is decided. Pure.
import type { Dossier } from "../../dossier/dossier.ts";
import type { Pair } from "../../dossier/pairs.ts";
import { points } from "../../dossier/points.ts";
import type { RowSide } from "../../dossier/rows.ts";
import type { Side } from "../../dossier/side.ts";
import { targetName } from "../../evidence/cell.ts";
import type { Outcome } from "../../matrix/summary/result.ts";
import {
  answerText,
  cellCount,
  countsOf,
  decisionsOf,
  labelsOf,
  measuredCells,
  rowWords,
} from "../dossier-details.ts";
import { violatedIn } from "../dossier-markdown.ts";
import { replayCommand } from "../failures.ts";
import { shortTarget } from "../short-target.ts";
import type { CellText, DocumentPart, DocumentSection, IntervalRow } from "./document-data.ts";

export const detailSections = (dossier: Dossier): DocumentSection[] => [
  section("pairs", "Pair by pair: what the repetitions show", measuredParts(dossier)),
  section("asked", "What was asked for before a removal", [askedTable(dossier)]),
  section("hazards", `Hazards that ${dossier.baseline} has`, [hazardTable(dossier)]),
  section("places", "Target by scenario", [placeTable(dossier)]),
  section("skipped", "Skipped", skippedParts(dossier)),
  section("decided", "How this is decided", [decided(dossier)]),
];

const section = (id: string, title: string, parts: readonly DocumentPart[]): DocumentSection => ({
  id,
  title,
  isOpen: false,
  parts,
});

const plain = (texts: readonly string[]): CellText[] => texts.map((text) => ({ text }));

const scenarioOf = ({ scenario, history }: Pick<Pair, "scenario" | "history">) =>
  history === null ? scenario : `${scenario}, ${history.name}`;

/** Target, scenario, and whose cells they are. */
export const placeOf = (pair: Pair): CellText[] =>
  plain([
    shortTarget(targetName(pair.target)),
    scenarioOf(pair),
    `${pair.fidelity} ${labelsOf(pair)}`,
  ]);

/** The new lane and the old one, each with its cells. */
export const sidesOf = ({ candidate, baseline }: Pair): CellText[] => [
  sideOf(candidate),
  sideOf(baseline),
];

function sideOf(side: Side): CellText {
  const failed = side.cells.filter(({ verdict }) => verdict === "fail");
  const violated = violatedIn(side);
  const more = [
    ...(side.unsuited === null ? [] : [side.unsuited]),
    ...(violated.length === 0 ? [] : [`violated: ${violated.join(", ")}`]),
    ...failed.flatMap(({ claims }) =>
      claims
        .filter(({ verdict }) => verdict === "violated")
        .map(({ name, because }) => `${name}: ${because}`),
    ),
    ...failed.map((cell) => replayCommand(cell, cell.fidelity, cell.flags)),
  ];
  const text = countsOf(side);
  return failed.length > 0 ? { text, more, tone: "fail" } : { text, more };
}

function measuredParts({ pairs, baseline, candidate, thresholds }: Dossier): DocumentPart[] {
  const { confidence, margin } = thresholds;
  const shown = pairs.flatMap((pair) => {
    const { measured, fidelity } = pair;
    return measured !== null && (measured.n > 1 || fidelity === "live") ? [{ pair, measured }] : [];
  });
  if (shown.length === 0) {
    return [{ kind: "note", text: "Nothing was repeated, and nothing ran live." }];
  }
  const rows = shown.map(({ pair, measured }): IntervalRow => {
    const { estimate, lower, upper } = measured.difference;
    return {
      label: `${shortTarget(targetName(pair.target))} ${scenarioOf(pair)}, ${pair.fidelity}`,
      estimate,
      lower,
      upper,
      text: `${points(estimate)} [${points(lower)}, ${points(upper)}], ${measured.n} pairs`,
      word: pair.relation.replaceAll("-", " "),
    };
  });
  const title = `Difference of the pass rates in points, ${candidate} less ${baseline}, with its ${points(confidence)} % interval`;
  const lines = [
    { at: 0, label: "no difference" },
    { at: -margin, label: `the margin, ${points(margin)} points worse` },
  ];
  const heads = [
    ...["target", "scenario", "run", "pairs", "both", `only ${candidate}`, `only ${baseline}`],
    ...["neither", `${candidate} %`, `${baseline} %`, "difference, points"],
    ...["p (Holm)", "shows from", "lacking"],
  ];
  const table = shown.map(({ pair, measured }) => [
    ...placeOf(pair),
    ...plain(measuredCells(measured, confidence)),
  ]);
  return [
    { kind: "intervals", plot: { title, from: -1, to: 1, lines, rows } },
    { kind: "table", table: { heads, lines: table } },
  ];
}

const rowTones: Readonly<Record<RowSide["state"], Outcome>> = {
  shown: "pass",
  "in-part": "unknown",
  none: "skip",
  open: "unknown",
  failed: "fail",
};

const rowText = ({ state, because, cells }: RowSide): CellText => ({
  text: state === "shown" ? `shown, ${cellCount(cells)}` : rowWords[state],
  tone: rowTones[state],
  more: [...because, ...cells.map(shortTarget)],
});

function askedTable({ rows, baseline, candidate }: Dossier): DocumentPart {
  const lines = rows.map((row): CellText[] => [
    { text: row.name, more: row.limits === null ? [] : [row.limits] },
    rowText(row.candidate),
    rowText(row.baseline),
    { text: [...new Set(row.scenarios)].join(", ") },
  ]);
  return { kind: "table", table: { heads: ["evidence", candidate, baseline, "shown by"], lines } };
}

function hazardTable({ hazards, baseline, candidate }: Dossier): DocumentPart {
  if (hazards.length === 0) return { kind: "note", text: `No cell showed one of ${baseline}.` };
  const lines = hazards.map((hazard): CellText[] => [
    { text: hazard.scenario },
    { text: `${hazard.of}, in cells of ${hazard.lane}` },
    { text: hazard.claims.join(", ") },
    { text: cellCount(hazard.cells), more: hazard.cells.map(shortTarget) },
    { text: answerText(hazard, (name) => name) },
  ]);
  const heads = ["hazard ⚠", "of lane", "claims violated on purpose", "cells"];
  return { kind: "table", table: { heads: [...heads, `the same under ${candidate}`], lines } };
}

const relationTones: Partial<Record<Pair["relation"], Outcome>> = {
  worse: "fail",
  "both-fail": "fail",
  open: "unknown",
  undecided: "unknown",
};

function placeTable({ pairs, baseline, candidate }: Dossier): DocumentPart {
  const lines = pairs.map((pair): CellText[] => {
    const tone = relationTones[pair.relation];
    const text = pair.relation.replaceAll("-", " ");
    return [...placeOf(pair), ...sidesOf(pair), tone === undefined ? { text } : { text, tone }];
  });
  const heads = ["target", "scenario", "run", candidate, baseline, "new against old"];
  return { kind: "table", table: { heads, lines } };
}

function skippedParts({ notRun }: Dossier): DocumentPart[] {
  if (notRun.length === 0) return [{ kind: "note", text: "Nothing." }];
  const item = ({ lane, because, cells, scenarios }: Dossier["notRun"][number]) => ({
    text: `${lane}, ${cellCount(cells)}: ${because}`,
    more: scenarios,
  });
  const part = (text: string, byNature: boolean): DocumentPart[] => {
    const items = notRun.filter((each) => each.byNature === byNature).map(item);
    return items.length === 0
      ? []
      : [
          { kind: "note", text },
          { kind: "list", items },
        ];
  };
  return [
    ...part("Could have been run; counts against a removal:", false),
    ...part("By its nature not comparable; counts for nothing:", true),
  ];
}

function decided(dossier: Dossier): DocumentPart {
  const itself = (text: string) => text;
  const { rules, arithmetic, signs } = decisionsOf(dossier, itself, itself);
  const items = [...rules, arithmetic, signs].map((text) => ({ text, more: [] }));
  return { kind: "list", items };
}
