// The tables of a comparison, before they are Markdown or text in columns. Pure. Names and reasons
// come from outside: whoever renders makes them safe.
import {
  type ComparedRow,
  type ComparedTarget,
  isDoubtful,
  type RunComparison,
} from "../compare/compare.ts";
import { type Latency, tokensOf } from "../compare/cost.ts";
import type { Compared } from "../compare/difference.ts";
import { type CellTarget, unversionedName } from "../evidence/cell.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import {
  costWords,
  pointsText,
  ratioText,
  secondsText,
  shareText,
  shownWords,
  sideNames,
  timeWords,
} from "./comparison-words.ts";
import { replayCommand } from "./failures.ts";
import { shortTarget } from "./short-target.ts";

export interface Section {
  /** In the address of a page. */
  readonly id: "lanes" | "rows" | "targets" | "times" | "costs" | "not-compared";
  readonly title: string;
  readonly heads: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** Under the table; empty for nothing to say. */
  readonly note: string;
}

/** Those with something in them, the most important first. */
export function sectionsOf(comparison: RunComparison): Section[] {
  const sections = [
    lanesSection(comparison),
    rowsSection(comparison),
    targetsSection(comparison),
    latencySection(comparison),
    usageSection(comparison),
    unpairedSection(comparison),
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** The version is that of a side, and stands in its head. */
export const nameOf = (target: CellTarget) => shortTarget(unversionedName(target));

function lanesSection(comparison: RunComparison): Section {
  const [first, second] = sideNames(comparison);
  return {
    id: "lanes",
    title: "Lanes",
    heads: ["lane", first, second, "difference in points", "p", "open", "shown"],
    lines: comparison.lanes.map((lane) => [
      lane.lane,
      shareText(lane.passedBaseline, lane.judged),
      shareText(lane.passedCandidate, lane.judged),
      pointsText(lane),
      lane.pValue.toFixed(3),
      String(lane.open),
      shownWords[lane.shown],
    ]),
    note: "Passed of the cells that came to a verdict in both runs; Newcombe's interval for paired proportions; exact McNemar test.",
  };
}

/** Only rows that differ, or of which nobody knows. */
function rowsSection(comparison: RunComparison): Section {
  const { rows, asked, candidate } = comparison;
  const differs = ({ pairs, open }: ComparedRow) =>
    pairs.onlyBaseline + pairs.onlyCandidate + open > 0;
  const shown = rows.filter(differs);
  const [first, second] = sideNames(comparison);
  const gravity = ({ difference }: ComparedRow) => difference.estimate;
  return {
    id: "rows",
    title: "Rows that differ",
    heads: ["target", "lane", "scenario", first, second, "points", "p (Holm)", "is", "replay"],
    lines: [...shown]
      .sort((a, b) => gravity(a) - gravity(b))
      .map((row) => [
        nameOf(row.target),
        row.lane,
        row.history === null ? row.scenario : `${row.scenario}, ${row.history}`,
        shareText(row.passedBaseline, row.judged),
        shareText(row.passedCandidate, row.judged),
        pointsText(row),
        row.adjusted.toFixed(3),
        isDoubtful(row, asked) ? doubtOf(row) : shownWords[row.shown],
        replayCommand(row.example, candidate.facts.fidelity, candidate.facts.flags),
      ]),
    note: shown.length === 0 ? "" : "A row is worse where its whole interval is below the margin.",
  };
}

const doubtOf = ({ open }: ComparedRow) =>
  open > 0 ? `undecided: ${open} unknown` : "undecided: looks worse, repeat it";

/** One line for each target, its lanes side by side. */
function targetsSection({ targets, lanes }: RunComparison): Section {
  const names = lanes.map(({ lane }) => lane);
  const shown = targets.filter(({ judged, open }) => judged + open > 0);
  const byTarget = Map.groupBy(shown, ({ target }) => nameOf(target));
  return {
    id: "targets",
    title: "Targets",
    heads: ["target", "wire format", ...names.flatMap((name) => [`${name} passed`, `${name} p50`])],
    lines: [...byTarget].map(([name, own]) => [
      name,
      own[0] === undefined ? "" : apiText(own[0]),
      ...names.flatMap((lane) => {
        const found = own.find((each) => each.lane === lane);
        return found === undefined ? ["", ""] : [passedText(found), timeText(found.latency)];
      }),
    ]),
    note: "Baseline → candidate, and the ratio of times pair by pair where there are enough; points where the two differ.",
  };
}

function apiText({ target: { wireApi }, baselineApi }: ComparedTarget): string {
  const [before, after] = [baselineApi ?? "unknown", wireApi ?? "unknown"];
  return before === after ? after : `${before} → ${after}`;
}

function passedText(compared: Compared): string {
  const { passedBaseline, passedCandidate, judged, pairs } = compared;
  const shares = [passedBaseline, passedCandidate].map((passed) => shareText(passed, judged));
  const differs = pairs.onlyBaseline + pairs.onlyCandidate > 0;
  return `${shares.join(" → ")}${differs ? ` (${pointsText(compared)})` : ""}`;
}

function timeText(latency: Latency | null): string {
  if (latency === null) return "";
  const { baseline, candidate } = latency;
  // Of few pairs the median ratio says another thing than the two medians, and either is chance.
  const ratio = latency.median?.interval ? ` ${ratioText(latency)}` : "";
  return `${seconds(baseline.p50)} → ${seconds(candidate.p50)} s${ratio}`;
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);

function latencySection(comparison: RunComparison): Section {
  const [first, second] = sideNames(comparison);
  const heads = ["lane", "phase", "n", `${first} s`, `${second} s`, "ratio", "is"];
  return {
    id: "times",
    title: "Time, p50/p90/p99",
    heads,
    lines: comparison.lanes.flatMap(({ lane, latencies }) =>
      latencies
        .filter(isWorthALine)
        .map((latency) => [
          lane,
          latency.phase,
          String(latency.n),
          secondsText(latency.baseline),
          secondsText(latency.candidate),
          ratioText(latency),
          timeWords[latency.trend],
        ]),
    ),
    note: "Of cells that passed in both runs, pair by pair; the median ratio with its distribution-free interval. Phases of less than 0.05 s, by their medians, are left out. Two runs are two moments of one machine: times decide nothing.",
  };
}

/** What is done in a few milliseconds is noise; all of it stands in the JSON. */
export const isWorthALine = ({ baseline, candidate }: Latency) =>
  Math.max(baseline.p50, candidate.p50) >= 50;

function usageSection(comparison: RunComparison): Section {
  const [first, second] = sideNames(comparison);
  return {
    id: "costs",
    title: "Tokens and cost",
    heads: ["lane", "n", `${first} tokens`, `${second} tokens`, "ratio", "USD", "of USD", "is"],
    lines: comparison.lanes.flatMap(({ lane, usage }) => {
      if (usage === null) return [];
      const { baseline, candidate, tokens, cost } = usage;
      const dollars = [baseline, candidate].map(({ costUsd }) => costUsd?.toFixed(4) ?? "unknown");
      const trend = cost.median === null ? tokens.trend : cost.trend;
      return [
        [
          lane,
          String(usage.n),
          String(tokensOf(baseline)),
          String(tokensOf(candidate)),
          ratioText(tokens),
          dollars.join(" → "),
          ratioText(cost),
          costWords[trend],
        ],
      ];
    }),
    note: "All tokens, those from a cache among them; dollars as the agent reckons them.",
  };
}

function unpairedSection({ onlyBaseline, onlyCandidate, rows }: RunComparison): Section {
  const skipped = rows.filter(({ skipped }) => skipped > 0);
  return {
    id: "not-compared",
    title: "Not compared",
    heads: ["cells", "why", "for example"],
    lines: [
      ...counted(onlyBaseline.map(cellTitle), "only in the baseline"),
      ...counted(onlyCandidate.map(cellTitle), "only in the candidate"),
      ...counted(
        skipped.flatMap((row) => Array.from({ length: row.skipped }, () => cellTitle(row.example))),
        "skipped in one run or both",
      ),
    ],
    note: "",
  };
}

const counted = (titles: readonly string[], why: string): string[][] =>
  titles.length === 0 ? [] : [[String(titles.length), why, titles[0] ?? ""]];
