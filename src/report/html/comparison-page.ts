// A comparison of two runs as a page: its tables, with the differences and the times as pictures. Pure.
import type { ComparisonVerdict, RunComparison } from "../../compare/compare.ts";
import type { Compared } from "../../compare/difference.ts";
import type { Outcome } from "../../matrix/summary/result.ts";
import { sideLines, titleOf, verdictWords } from "../comparison.ts";
import { isWorthALine, nameOf, type Section, sectionsOf } from "../comparison-sections.ts";
import { pointsText, shownWords, sideNames, verdictLines } from "../comparison-words.ts";
import type {
  CellText,
  DocumentPart,
  DocumentSection,
  IntervalRow,
  LatencyRow,
} from "./document-data.ts";
import { documentPage } from "./document-page.ts";

const tones: Readonly<Record<ComparisonVerdict, Outcome>> = {
  worse: "fail",
  undecided: "unknown",
  "no-worse": "pass",
};

export const renderComparisonPage = (comparison: RunComparison): string =>
  documentPage({
    kind: `Comparison · ${titleOf(comparison)}`,
    verdict: verdictWords[comparison.verdict],
    tone: tones[comparison.verdict],
    lines: verdictLines(comparison),
    facts: sideLines(comparison),
    sections: sectionsOf(comparison).map((section) => sectionOf(section, comparison)),
  });

function sectionOf(section: Section, comparison: RunComparison): DocumentSection {
  const { id, title, heads, note } = section;
  const lines = section.lines.map((line) =>
    line.map((text, column) => cellOf(text, heads[column] ?? "")),
  );
  const parts: DocumentPart[] = [...picturesOf(id, comparison), tablePart(heads, lines)];
  return {
    id,
    title,
    isOpen: true,
    parts: note === "" ? parts : [...parts, { kind: "note", text: note }],
  };
}

const tablePart = (heads: readonly string[], lines: readonly CellText[][]): DocumentPart => ({
  kind: "table",
  table: { heads, lines },
});

const wordTones: Readonly<Record<string, Outcome>> = {
  worse: "fail",
  undecided: "unknown",
  better: "pass",
  "no worse": "pass",
};

const judging = ["shown", "is"];

function cellOf(text: string, head: string): CellText {
  if (head === "replay") return { text, isCode: true };
  const tone = judging.includes(head) ? wordTones[text.split(":")[0] ?? ""] : undefined;
  return tone === undefined ? { text } : { text, tone };
}

function picturesOf(id: Section["id"], comparison: RunComparison): DocumentPart[] {
  if (id === "lanes") return differencesOf(comparison);
  return id === "times" ? timesOf(comparison) : [];
}

/** Beyond these a picture is no picture: the table has them all. */
const mostRows = 24;

function differencesOf({ lanes, rows, asked }: RunComparison): DocumentPart[] {
  const differing = rows
    .filter(({ pairs }) => pairs.onlyBaseline + pairs.onlyCandidate > 0)
    .sort((a, b) => a.difference.estimate - b.difference.estimate)
    .slice(0, mostRows);
  const all = [
    ...lanes.map((lane) => intervalOf(`lane ${lane.lane}`, lane)),
    ...differing.map((row) => {
      const history = row.history === null ? "" : ` ${row.history}`;
      return intervalOf(`${nameOf(row.target)} ${row.lane} ${row.scenario}${history}`, row);
    }),
  ];
  if (all.length === 0) return [];
  const percent = `${asked.confidence * 100} %`;
  return [
    {
      kind: "intervals",
      plot: {
        title: `Difference of the pass rates in points, candidate less baseline, with its ${percent} interval`,
        from: -1,
        to: 1,
        lines: [
          { at: 0, label: "no difference" },
          { at: -asked.margin, label: `the margin, ${pointsOf(asked.margin)} points worse` },
        ],
        rows: all,
      },
    },
  ];
}

const pointsOf = (share: number) => (share * 100).toFixed(1).replace(/\.0$/, "");

function intervalOf(label: string, compared: Compared): IntervalRow {
  const { difference, judged, shown } = compared;
  const { estimate, lower, upper } = difference;
  return {
    label,
    estimate: judged === 0 ? null : estimate,
    lower,
    upper,
    text: pointsText(compared),
    word: judged === 0 ? "" : shownWords[shown],
  };
}

function timesOf(comparison: RunComparison): DocumentPart[] {
  const [first, second] = sideNames(comparison);
  const several = comparison.lanes.length > 1;
  const rows = comparison.lanes.flatMap(({ lane, latencies }) =>
    latencies.filter(isWorthALine).flatMap(({ phase, n, baseline, candidate }): LatencyRow[] => {
      const name = several ? `${lane}, ${phase}` : phase;
      return [
        { phase: name, of: first, n, ...baseline },
        { phase: name, of: second, n, ...candidate },
      ];
    }),
  );
  return rows.length === 0
    ? []
    : [{ kind: "latencies", plot: { title: "Time of each phase, pairs that passed", rows } }];
}
