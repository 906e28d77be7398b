// What a person needs of each finding: the claim, how many cells show it and where, one of them in
// full, where its evidence lies and the command that runs it again. Pure.
import { join } from "node:path";
import { nameOfKnown } from "../matrix/known.ts";
import { evidenceFile } from "../matrix/plan/layout.ts";
import type { Finding } from "../matrix/summary/findings.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { replayCommand } from "./failures.ts";
import { plain } from "./plain.ts";
import { shortTarget } from "./short-target.ts";
import type { Meaning, Paint } from "./style.ts";

/** Reasons that would not be grouped must not bury the rest; all of them stand in the JSON. */
const mostShown = 20;

const meanings: Record<Finding["outcome"], Meaning> = {
  fail: "bad",
  unknown: "open",
  known: "faint",
};

export function renderFindings(summary: Summary, paint: Paint): string {
  const { findings, noLongerShown } = summary;
  const more = findings.length - mostShown;
  return [
    ...findings.slice(0, mostShown).map((finding) => renderFinding(finding, summary, paint)),
    ...(more > 0 ? [`\n… and ${more} more findings: see --reporter json\n`] : []),
    ...noLongerShown.map(({ finding, held }) => {
      const name = plain(nameOfKnown(finding));
      const cells = held === 1 ? "the cell" : `all ${held} cells`;
      return `\n${paint("open", "known finding no longer shown")}: ${name}. It held in ${cells} of this run: take the entry out.\n`;
    }),
  ].join("");
}

function renderFinding(finding: Finding, summary: Summary, paint: Paint): string {
  const { outcome, claim, cells, example } = finding;
  const { cell, judgement } = example;
  const title = plain(cellTitle(cell));
  const word = paint(meanings[outcome], outcome.toUpperCase());
  const why = judgement === null ? (cell.because ?? finding.reason) : judgement.because;
  const known = [...new Set(cells.flatMap((each) => each.known ?? []))];
  const lines = [
    "",
    claim === null
      ? `${word} ${paint("strong", extentOf(finding))}`
      : `${word} ${paint("strong", `${plain(claim)}: ${extentOf(finding)}`)}`,
    ...(judgement === null ? [] : [`  ${plain(judgement.claim)}`]),
    `  because ${plain(why)}${eventsOf(finding)}`,
    ...(known.length === 0 ? [] : [`  known: ${plain(known.join("; "))}`]),
    ...(cells.length === 1 ? [] : [`  ${paint("faint", "example  ")}${title}`]),
    ...places(finding, summary).map(([name, text]) => `  ${paint("faint", name.padEnd(9))}${text}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Of one cell its title; of several how many, and in which targets, lanes and scenarios. */
function extentOf({ cells, targets, lanes, scenarios, example }: Finding): string {
  if (cells.length === 1) return plain(cellTitle(example.cell));
  return [
    `${cells.length} cells`,
    some("target", targets.map(shortTarget)),
    some("lane", lanes),
    some("scenario", scenarios),
  ].join(", ");
}

function some(what: string, names: readonly string[]): string {
  const [only] = names;
  if (names.length === 1) return `${what} ${plain(only ?? "")}`;
  const shown = names.slice(0, 3).map((name) => plain(name));
  const rest = names.length > 3 ? [...shown, "…"] : shown;
  return `${names.length} ${what}s (${rest.join(", ")})`;
}

function eventsOf({ example: { judgement } }: Finding): string {
  const events = judgement?.events ?? [];
  if (events.length === 0) return "";
  return ` (${events.length === 1 ? "event" : "events"} ${events.join(", ")})`;
}

function places({ example: { cell } }: Finding, summary: Summary): [string, string][] {
  const { directory, fidelity, flags } = summary;
  const stored: [string, string][] =
    directory === null ? [] : [["evidence", plain(evidenceFile(directory, cell.gardenId))]];
  if (directory !== null && cell.kept !== null) {
    stored.push(["files", plain(join(directory, cell.kept))]);
  }
  return [...stored, ["replay", replayCommand(cell, fidelity, flags)]];
}
