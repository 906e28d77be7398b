// The folded part of a dossier: the tables that its statements can be checked against. Rows that are
// alike share a line. Pure.
import type { Dossier } from "../dossier/dossier.ts";
import type { Measured } from "../dossier/measured.ts";
import type { Pair } from "../dossier/pairs.ts";
import { points } from "../dossier/points.ts";
import type { RowSide } from "../dossier/rows.ts";
import type { Side } from "../dossier/side.ts";
import { targetName } from "../evidence/cell.ts";
import { twoSidedQuantile } from "../statistics/normal.ts";
import { wilson } from "../statistics/proportion.ts";
import { codeCell, codeSpan, escaped, markdownTable } from "./markdown.ts";
import { shortTarget } from "./short-target.ts";

export const dossierDetails = (dossier: Dossier): string[] => [
  fold("Pair by pair: what the repetitions show", comparisonTable(dossier)),
  fold("What was asked for before a removal", wantedTable(dossier)),
  fold(`Hazards that ${dossier.baseline} has`, hazards(dossier)),
  fold("Target by scenario", pairTable(dossier)),
  fold("Skipped", notRun(dossier)),
  fold("How this is decided", howToRead(dossier)),
];

/** The empty lines are what makes Markdown of the inside. */
const fold = (title: string, text: string) =>
  `<details><summary>${escaped(title)}</summary>\n\n${text}\n</details>\n`;

/** `plain`, and the history where the session held one. */
export const placeName = ({ scenario, history }: Pick<Pair, "scenario" | "history">) =>
  history === null ? codeCell(scenario) : `${codeCell(scenario)}, ${codeCell(history.name)}`;

/** The runs that its cells are of. */
export const labelsOf = ({ baseline, candidate }: Pick<Pair, "baseline" | "candidate">) =>
  [...new Set([...baseline.cells, ...candidate.cells].map(({ run }) => run))].join(", ") || "none";

/** Groups that differ in nothing but the target; `all` where it is every one. */
function groupsOf(
  pairs: readonly Pair[],
  textsOf: (pair: Pair) => readonly string[],
): { where: string; texts: readonly string[]; first: Pair }[] {
  const targets = new Set(pairs.map(({ target }) => targetName(target)));
  return [...Map.groupBy(pairs, (pair) => JSON.stringify(textsOf(pair))).values()].flatMap(
    (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const names = group.map(({ target }) => codeCell(shortTarget(targetName(target))));
      const where = names.length === targets.size ? `all ${names.length}` : names.join(", ");
      return [{ where, texts: textsOf(first), first }];
    },
  );
}

function comparisonTable({ pairs, baseline, candidate, thresholds }: Dossier): string {
  const shown = pairs.filter(
    ({ measured, fidelity }) => measured !== null && (measured.n > 1 || fidelity === "live"),
  );
  const lines = groupsOf(shown, (pair) => [
    placeName(pair),
    `${pair.fidelity} ${labelsOf(pair)}`,
    ...(pair.measured === null ? [] : measuredCells(pair.measured, thresholds.confidence)),
  ]).map(({ where, texts: [scenario = "", ...rest] }) => [scenario, where, ...rest]);
  const heads = [
    ...["scenario", "targets", "run", "pairs", "both"],
    ...[`only ${codeCell(candidate)}`, `only ${codeCell(baseline)}`, "neither"],
    ...[`${codeCell(candidate)} %`, `${codeCell(baseline)} %`, "difference, points"],
    ...["p (Holm)", "shows from", "lacking"],
  ];
  return markdownTable({ heads, lines }) || "Nothing was repeated, and nothing ran live.\n";
}

export function measuredCells(
  { n, unknown, pairs, difference, worst, p, adjusted, smallest, lacking }: Measured,
  confidence: number,
): string[] {
  const { both, onlyCandidate, onlyBaseline, neither } = pairs;
  const rate = (passed: number) => {
    const { lower, upper } = wilson(passed, n, confidence);
    return `${points(passed / n)} (${points(lower)}–${points(upper)})`;
  };
  const between = ({ estimate, lower, upper }: Measured["difference"]) =>
    `${points(estimate)} (${points(lower)} to ${points(upper)})`;
  const bad = unknown === 0 ? "" : `; with ?${unknown} against it ${between(worst)}`;
  return [
    ...[n, both, onlyCandidate, onlyBaseline, neither].map(String),
    rate(both + onlyCandidate),
    rate(both + onlyBaseline),
    `${between(difference)}${bad}`,
    `${p.toPrecision(2)} (${adjusted.toPrecision(2)})`,
    smallest === null ? "nothing" : points(smallest),
    String(lacking),
  ];
}

function wantedTable({ rows, baseline, candidate }: Dossier): string {
  const lines = rows.map((row) => [
    escaped(row.name) + (row.limits === null ? "" : ` (${escaped(row.limits)})`),
    rowText(row.candidate),
    rowText(row.baseline),
    [...new Set(row.scenarios)].map(codeCell).join(", "),
  ]);
  const heads = ["evidence", codeCell(candidate), codeCell(baseline), "shown by"];
  return markdownTable({ heads, lines });
}

export const rowWords: Record<RowSide["state"], string> = {
  shown: "shown",
  "in-part": "in part",
  none: "no evidence",
  open: "no evidence",
  failed: "failed",
};

/** The first reasons stand for the others: the table of pairs has the counts. */
function rowText({ state, because, cells }: RowSide): string {
  if (state === "shown") return `shown, ${cellCount(cells)}`;
  const [first = "", second] = because;
  const more = second === undefined ? "" : ` (and ${because.length - 1} more)`;
  const word = state === "failed" ? `**${rowWords[state]}**` : rowWords[state];
  return `${word}: ${escaped(first)}${more}`;
}

export const cellCount = ({ length }: { readonly length: number }) =>
  `${length} ${length === 1 ? "cell" : "cells"}`;

function hazards({ hazards: shown, baseline, candidate }: Dossier): string {
  const lines = shown.map((hazard) => [
    codeCell(hazard.scenario),
    `${codeCell(hazard.of)}, in cells of ${codeCell(hazard.lane)}`,
    hazard.claims.map(codeCell).join(", "),
    String(hazard.cells.length),
    answerText(hazard, codeCell),
  ]);
  const heads = ["hazard ⚠", "of lane", "claims violated on purpose", "cells"];
  const answer = `the same under ${codeCell(candidate)}`;
  const none = `No cell showed one of ${codeSpan(baseline)}.\n`;
  return markdownTable({ heads: [...heads, answer], lines }) || none;
}

export function answerText(
  { answeredBy, answer }: Dossier["hazards"][number],
  code: (name: string) => string,
): string {
  if (answeredBy === null) return "none: it takes both lanes, and ends with the old one";
  if (answer === null) return `${code(answeredBy)}, which did not run here`;
  return `${code(answer.scenario)} ${answer.pass}/${answer.cells} passed`;
}

/** Scenarios with the same counts on the same targets share a line as well. */
function pairTable({ pairs, baseline, candidate }: Dossier): string {
  const rows = groupsOf(pairs, (pair) => [
    placeName(pair),
    `${pair.fidelity} ${labelsOf(pair)}`,
    countsOf(pair.candidate),
    countsOf(pair.baseline),
    pair.relation.replaceAll("-", " "),
  ]).map(({ where, texts: [scenario = "", ...rest] }) => ({ scenario, rest: [where, ...rest] }));
  const lines = [...Map.groupBy(rows, ({ rest }) => JSON.stringify(rest)).values()].map((group) => [
    group.map(({ scenario }) => scenario).join(", "),
    ...(group[0]?.rest ?? []),
  ]);
  const heads = ["scenarios", "targets", "run", codeCell(candidate), codeCell(baseline)];
  return markdownTable({ heads: [...heads, "new against old"], lines });
}

/** `2/3 ✗1`: passed of those that ran, then what spoils it. */
export function countsOf(side: Side): string {
  if (side.unsuited !== null) return "cannot be run";
  const ran = side.pass + side.fail + side.unknown;
  const parts: [string, number][] = [
    ["⚠", side.hazard],
    ["✗", side.fail],
    ["?", side.unknown],
    ["skipped ", side.skip],
    ["not planned ", side.unplanned.length],
  ];
  const rest = parts.filter(([, count]) => count > 0).map(([sign, count]) => `${sign}${count}`);
  return [...(ran > 0 ? [`${side.pass}/${ran}`] : []), ...rest].join(" ");
}

function notRun({ notRun: skips }: Dossier): string {
  const item = ({ lane, because, cells, scenarios }: Dossier["notRun"][number]) => {
    const shown = scenarios.map((name) => codeSpan(name)).join(", ");
    return `- ${codeSpan(lane)}, ${cellCount(cells)}: ${escaped(because)} — ${shown}\n`;
  };
  const blocks = skips.filter(({ byNature }) => !byNature).map(item);
  const natural = skips.filter(({ byNature }) => byNature).map(item);
  const part = (title: string, items: readonly string[]) =>
    items.length === 0 ? "" : `${title}\n\n${items.join("")}`;
  const parts = [
    part("Could have been run; counts against a removal:", blocks),
    part("By its nature not comparable; counts for nothing:", natural),
  ].filter((text) => text !== "");
  return parts.join("\n") || "Nothing.\n";
}

/** The arithmetic of a row in which all passed, to be redone by hand. */
function workedExample(pairs: readonly Pair[], confidence: number): string {
  const row = pairs.find(
    ({ measured, fidelity }) =>
      fidelity === "live" && measured !== null && measured.pairs.both === measured.n,
  );
  if (!row?.measured) return "";
  const { n } = row.measured;
  const square = twoSidedQuantile(confidence) ** 2;
  const below = 1 - n / (n + square);
  return `; here 1 − ${n}/(${n} + ${square.toFixed(4)}) = ${below.toFixed(5)}`;
}

function howToRead(dossier: Dossier): string {
  const { rules, arithmetic, signs, checks } = decisionsOf(
    dossier,
    codeSpan,
    (word) => `*${word}*`,
  );
  const again =
    checks.length === 0
      ? ""
      : ` Judge them again: ${checks.map((command) => codeSpan(command)).join(", ")}.`;
  return [...rules.map((rule) => `- ${rule}`), `\n${arithmetic}`, `\n${signs}${again}\n`].join(
    "\n",
  );
}

interface Decisions {
  readonly rules: readonly string[];
  readonly arithmetic: string;
  readonly signs: string;
  readonly checks: readonly string[];
}

/** `code` and `strong` mark names and verdicts as the format does. */
export function decisionsOf(
  { baseline, candidate, runs, pairs, thresholds }: Dossier,
  code: (name: string) => string,
  strong: (word: string) => string,
): Decisions {
  const names = runs.flatMap(({ summary: { run } }) => (run === null ? [] : [run]));
  const [before, after] = [code(baseline), code(candidate)];
  const { margin, confidence } = thresholds;
  return {
    rules: [
      `${strong("keep")}: somewhere ${after} shows a hazard of its own, fails at loopback a larger share of its cells than ${before}, or fails live more often than chance explains (exact McNemar test, by Holm over all rows, at ${points(confidence)} %).`,
      `${strong("remove")}: every line that a removal asks for is met.`,
      `${strong("not enough evidence")}: anything else. A skip, an unknown or a missing repetition never counts towards a removal.`,
    ],
    arithmetic: `Live, ${after} is shown to be no worse where the lower end of the difference is at least −${points(margin)} points, with every unknown counted against it. The ends of a rate are Wilson's, l and u; those of the difference are Newcombe's for paired proportions (1998, method 10), the lower one √((p₂−l₂)² − 2φ(p₂−l₂)(u₁−p₁) + (u₁−p₁)²) below it, with 2 for the new lane and 1 for the old. Where all n pairs pass in both lanes, that is 1 − n/(n+z²), with z = ${twoSidedQuantile(confidence).toFixed(4)}${workedExample(pairs, confidence)}.`,
    signs: "✗ failed, ? unknown, ⚠ hazard shown on purpose (recorded as a pass).",
    checks: names.map((run) => `pnpm matrix check ${run}`),
  };
}
