// A comparison of two runs as text in columns, as Markdown for an issue, and as one JSON object. Pure.
import type { ComparedRow, ComparisonVerdict, RunComparison } from "../compare/compare.ts";
import type { Compared } from "../compare/difference.ts";
import { targetName } from "../evidence/cell.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import { type Section, sectionsOf } from "./comparison-sections.ts";
import { agentText, sideNames, toolText, verdictLines } from "./comparison-words.ts";
import { replayCommand } from "./failures.ts";
import { flow } from "./flow.ts";
import { renderGrid, type TableOptions } from "./grid.ts";
import { codeCell, escaped, markdownTable } from "./markdown.ts";
import { plain } from "./plain.ts";

export const verdictWords: Readonly<Record<ComparisonVerdict, string>> = {
  worse: "worse",
  undecided: "undecided",
  "no-worse": "no worse",
};

const meanings = { worse: "bad", undecided: "open", "no-worse": "good" } as const;

export const titleOf = (comparison: RunComparison) => sideNames(comparison).join(" → ");

/** What was run on each side, and with what. */
export function sideLines(comparison: RunComparison): string[] {
  return (["baseline", "candidate"] as const).map((name) => {
    const { facts } = comparison[name];
    const { versions } = facts;
    const node = versions === null ? [] : [`Node ${versions.node}`, versions.platform];
    const words = [agentText(comparison[name]), toolText(versions), ...node, facts.fidelity];
    return `${name}: run ${facts.run ?? "unknown"}, ${words.join(", ")}`;
  });
}

export function renderComparison(comparison: RunComparison, options: TableOptions): string {
  const { paint, width } = options;
  const word = paint(meanings[comparison.verdict], verdictWords[comparison.verdict]);
  const wrapped = (text: string) => flow(plain(text).split(" "), " ", width).join("\n");
  const head = [`${paint("strong", plain(titleOf(comparison)))}: ${word}`];
  const lines = [
    ...head,
    ...verdictLines(comparison).map(wrapped),
    ...sideLines(comparison).map((line) => paint("faint", wrapped(line))),
  ];
  const sections = sectionsOf(comparison).map((section) => gridOf(section, options));
  return [...lines.map((line) => `${line}\n`), ...sections].join("");
}

function gridOf({ title, heads, lines, note }: Section, options: TableOptions): string {
  const { paint, width } = options;
  const columns = heads.map((head) => ({ head: plain(head), align: "left" as const }));
  const cells = lines.map((line) => line.map((text) => ({ text: plain(text), meaning: null })));
  const notes = note === "" ? [] : flow(note.split(" "), " ", width);
  const under = notes.map((line) => `${paint("faint", line)}\n`).join("");
  return `\n${paint("strong", title)}\n${renderGrid(columns, cells, options)}${under}`;
}

export function renderComparisonMarkdown(comparison: RunComparison): string {
  const { verdict } = comparison;
  const list = (lines: readonly string[]) => lines.map((line) => `- ${escaped(line)}\n`).join("");
  return [
    `### ${escaped(titleOf(comparison))}: ${verdictWords[verdict]}\n`,
    list(verdictLines(comparison)),
    list(sideLines(comparison)),
    ...sectionsOf(comparison).map(markdownOf),
  ].join("\n");
}

/** Figures and plain words can be neither a name that was given nor a mark of markup. */
const isOwn = /^(?:[\d\s.,/+\-→×()[\]]*s?(?: ×[\d.]+(?: \[[\d., ]+\])?)?|[a-z]+(?: [a-z]+)*)$/;

/** Long tables fold: the verdict and what differs stand on the first screen. */
function markdownOf({ title, heads, lines, note }: Section): string {
  const table = markdownTable({
    heads: heads.map((head) => escaped(head)),
    lines: lines.map((line) =>
      line.map((text) => (isOwn.test(text) ? escaped(text) : codeCell(text))),
    ),
  });
  const under = note === "" ? "" : `\n${escaped(note)}\n`;
  if (lines.length <= mostOpen) return `**${escaped(title)}**\n\n${table}${under}`;
  return `<details><summary>${escaped(title)} (${lines.length})</summary>\n\n${table}${under}\n</details>\n`;
}

/** One for each target of the default config fits. */
const mostOpen = 16;

/** Its keys are a promise to scripts. Rates and differences are from -1 to 1, times in milliseconds. */
export function renderComparisonJson(comparison: RunComparison): string {
  const { verdict, exitCode, asked, lanes, targets, rows, candidate } = comparison;
  const { fidelity, flags } = candidate.facts;
  const side = ({ facts, version }: RunComparison["baseline"]) => ({
    run: facts.run,
    version,
    fidelity: facts.fidelity,
    versions: facts.versions,
  });
  return `${JSON.stringify({
    verdict,
    exitCode,
    margin: asked.margin,
    confidence: asked.confidence,
    baseline: side(comparison.baseline),
    candidate: side(candidate),
    lanes,
    targets: targets.map(({ target, ...figures }) => ({
      target: targetName(target),
      wireApi: target.wireApi,
      ...figures,
    })),
    rows: rows.map(({ target, example, ...figures }: ComparedRow & Compared) => ({
      target: targetName(target),
      ...figures,
      history: figures.history ?? "one-turn",
      replay: replayCommand(example, fidelity, flags),
    })),
    onlyBaseline: comparison.onlyBaseline.map(cellTitle),
    onlyCandidate: comparison.onlyCandidate.map(cellTitle),
  })}\n`;
}
