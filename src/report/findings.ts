// What a person needs of each finding: the claim, how many cells show it and where, one of them in
// full, where its evidence lies and the command that runs it again. Pure.
import { join } from "node:path";
import { nameOfKnown } from "../matrix/known.ts";
import { evidenceFile } from "../matrix/plan/layout.ts";
import type { Finding } from "../matrix/summary/findings.ts";
import { cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { replayCommand } from "./failures.ts";
import { type FindingGroup, groupsOf } from "./finding-groups.ts";
import { plain } from "./plain.ts";
import { shortTarget } from "./short-target.ts";
import type { Meaning, Paint } from "./style.ts";

/** More findings than these, or more lines, are told by their claims: it all stands on one screen. */
const [mostShown, mostLines] = [8, 50];

const meanings: Record<Finding["outcome"], Meaning> = {
  fail: "bad",
  unknown: "open",
  known: "faint",
};

export function renderFindings(summary: Summary, paint: Paint): string {
  const { findings, noLongerShown } = summary;
  const whole = findings.map((finding) => renderFinding(finding, summary, paint));
  const lines = whole.join("").split("\n").length - 1;
  const isFew = findings.length <= mostShown && lines <= mostLines;
  return [
    ...(isFew ? whole : renderGroups(summary, paint)),
    ...noLongerShown.map(({ finding, held }) => {
      const name = plain(nameOfKnown(finding));
      const cells = held === 1 ? "the cell" : `all ${held} cells`;
      return `\n${paint("open", "known finding no longer shown")}: ${name}. It held in ${cells} of this run: take the entry out.\n`;
    }),
  ].join("");
}

function renderGroups(summary: Summary, paint: Paint): string[] {
  const groups = groupsOf(summary.findings);
  const rest = groups
    .slice(mostShown)
    .flatMap((group) => [group, ...group.also])
    .map(countOf);
  const all = "--reporter json and pnpm matrix show-report tell each reason whole";
  const more = rest.length === 0 ? "" : `and in fewer cells ${rest.join(", ")}; `;
  return [
    ...groups.slice(0, mostShown).map((group) => renderGroup(group, summary, paint)),
    `\n${more}${all}\n`,
  ];
}

/** The commonest reason, one cell that shows it, and how much else there is. */
function renderGroup(group: FindingGroup, summary: Summary, paint: Paint): string {
  const { outcome, claim, reasons, also } = group;
  const [first, ...others] = reasons;
  const { judgement, cell } = first.example;
  const why = judgement?.because ?? cell.because ?? first.reason;
  const name = claim === null ? "" : `${plain(claim)}: `;
  const besides = [
    ...(others.length === 0
      ? []
      : [
          `${others.length} other ${others.length === 1 ? "reason" : "reasons"} in ${counts(others)}`,
        ]),
    ...also.map(
      (each) => `also ${plain(each.claim ?? "no claim")} in ${each.cells.length} of them`,
    ),
    ...knownIn(first),
  ];
  const shown = places(first, summary).filter(([place]) => place !== "files");
  return [
    "",
    `${paint(meanings[outcome], outcome.toUpperCase())} ${paint("strong", `${name}${extentOf({ ...first, ...extentIn(group) })}`)}`,
    `  because ${shortened(plain(why), mostOfReason)}`,
    ...(besides.length === 0 ? [] : [`  ${paint("faint", "besides  ")}${besides.join("; ")}`]),
    ...shown.map(([place, text]) => `  ${paint("faint", place.padEnd(9))}${text}`),
    "",
  ].join("\n");
}

/** Characters of a reason where there are many; the first ones say what it is. */
const mostOfReason = 200;

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** `4, 2 and 1 cells`; `2 cells each` */
function counts(findings: readonly Finding[]): string {
  const numbers = findings.map(({ cells }) => cells.length);
  const last = numbers.at(-1) ?? 0;
  const what = last === 1 && new Set(numbers).size === 1 ? "cell" : "cells";
  if (numbers.length === 1) return `${last} ${what}`;
  if (new Set(numbers).size === 1) return `${last} ${what} each`;
  return `${numbers.slice(0, -1).join(", ")} and ${last} cells`;
}

/** `bounded 2` */
function countOf({ outcome, claim, reasons: [{ reason }], cells }: FindingGroup): string {
  const name = `${plain(claim ?? shortened(reason, 40))} ${cells.length}`;
  return outcome === "fail" ? name : `${outcome} ${name}`;
}

function extentIn({ cells, reasons }: FindingGroup): Pick<Finding, "cells" | Extent> {
  const all = (extent: Extent) => [...new Set(reasons.flatMap((reason) => reason[extent]))];
  return { cells, targets: all("targets"), lanes: all("lanes"), scenarios: all("scenarios") };
}

type Extent = "targets" | "lanes" | "scenarios";

/** What the config says of a known finding. */
const knownIn = ({ known }: Finding): string[] =>
  known.length === 0 ? [] : [`known: ${plain(known.join("; "))}`];

function renderFinding(finding: Finding, summary: Summary, paint: Paint): string {
  const { outcome, claim, cells, example } = finding;
  const { cell, judgement } = example;
  const title = plain(cellTitle(cell));
  const word = paint(meanings[outcome], outcome.toUpperCase());
  const why = judgement === null ? (cell.because ?? finding.reason) : judgement.because;
  const lines = [
    "",
    claim === null
      ? `${word} ${paint("strong", extentOf(finding))}`
      : `${word} ${paint("strong", `${plain(claim)}: ${extentOf(finding)}`)}`,
    ...(judgement === null ? [] : [`  ${plain(judgement.claim)}`]),
    `  because ${plain(why)}${eventsOf(finding)}`,
    ...knownIn(finding).map((text) => `  ${text}`),
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
