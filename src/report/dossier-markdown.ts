// The dossier as Markdown, made to be pasted into an issue: in one screen the verdict, what it rests on
// and what lacks. The tables by which each statement can be checked by hand are folded below. Pure.

import type { Dossier } from "../dossier/dossier.ts";
import type { Reason } from "../dossier/missing.ts";
import type { Requirement } from "../dossier/requirements.ts";
import type { Side } from "../dossier/side.ts";
import { targetName } from "../evidence/cell.ts";
import type { Versions } from "../evidence/evidence.ts";
import type { Counts } from "../matrix/summary/summary.ts";
import { agentIn } from "./agent-in.ts";
import { countsOf, dossierDetails, labelsOf, placeName } from "./dossier-details.ts";
import { replayCommand } from "./failures.ts";
import { codeCell, codeSpan, escaped, markdownTable } from "./markdown.ts";
import { shortTarget } from "./short-target.ts";

export const dossierWords: Record<Dossier["verdict"], string> = {
  remove: "remove",
  keep: "keep",
  "not-enough-evidence": "not enough evidence",
};

export function renderDossierMarkdown(dossier: Dossier): string {
  const { baseline, verdict } = dossier;
  return [
    `## Removing lane ${codeSpan(baseline)}: **${dossierWords[verdict]}**\n`,
    paragraph(tendencyOf(dossier)),
    requirementTable(dossier),
    blocking(dossier),
    lacking(dossier),
    runTable(dossier),
    ...dossierDetails(dossier),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** Which way it leans, where that is not yet enough; empty where nothing is to be added. */
export function tendencyOf({ verdict, isAgainst, runs, blocking: pairs }: Dossier): string {
  if (verdict === "keep") {
    return `${pairs.length === 1 ? "One row is" : `${pairs.length} rows are`} worse in the new lane.`;
  }
  if (verdict === "remove") return "";
  const isLive = runs.some(({ summary }) => summary.fidelity === "live");
  const where = isLive ? "in what was run" : "at loopback; live evidence is missing";
  return isAgainst
    ? `Cells of the new lane failed; none is shown to be worse${isLive ? "" : ", and live evidence is missing"}.`
    : `Nothing speaks against it ${where}.`;
}

const paragraph = (text: string) => (text === "" ? "" : `${text}\n`);

export const requirementWords: Record<Requirement["name"], string> = {
  scenarios: "every scenario",
  rows: "every row that was asked for",
  live: "every target live",
  repetitions: "enough repetitions live",
  canaries: "canaries of this build",
  exploration: "an exploration of this build",
  runs: "whole runs of this build",
};

function requirementTable({ requirements }: Dossier): string {
  const lines = requirements.map(({ name, met, found }) => [
    met ? "met" : "**lacks**",
    requirementWords[name],
    escaped(found),
  ]);
  return markdownTable({ heads: ["", "a removal asks for", "there is"], lines });
}

/** More reasons than these are counted: the JSON form has them all. */
const mostReasons = 8;

function lacking({ missing }: Dossier): string {
  if (missing.length === 0) return "";
  const more = missing.length - mostReasons;
  const rest = more > 0 ? `- and ${more} more: \`--json\` has them all\n` : "";
  return `### What lacks\n\n${missing.slice(0, mostReasons).map(reasonItem).join("")}${rest}`;
}

/** More cells than these are counted, too. */
const mostCells = 3;

function reasonItem({ because, cells }: Reason): string {
  const shown = cells.slice(0, mostCells).map((title) => codeSpan(shortTarget(title)));
  const more = cells.length - shown.length;
  const list = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
  const count = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
  return `- ${escaped(because)}${cells.length === 0 ? "" : ` — ${count}: ${list}`}\n`;
}

/** As many of what blocks are shown. */
const mostBlocking = 10;

function blocking({ blocking: pairs, baseline, candidate, reasons }: Dossier): string {
  if (pairs.length === 0) return "";
  const shown = pairs.slice(0, mostBlocking);
  const lines = shown.map((pair) => [
    codeCell(shortTarget(targetName(pair.target))),
    placeName(pair),
    countsOf(pair.candidate),
    countsOf(pair.baseline),
    violatedIn(pair.candidate).map(codeCell).join(", ") || "none",
    labelsOf(pair),
  ]);
  const heads = ["target", "scenario", codeCell(candidate), codeCell(baseline), "violated claims"];
  const replays = shown.flatMap(({ candidate: { cells } }) => {
    const cell = cells.find(({ verdict }) => verdict === "fail") ?? cells[0];
    return cell ? [`- ${codeSpan(replayCommand(cell, cell.fidelity, cell.flags))}\n`] : [];
  });
  const more = pairs.length - shown.length;
  const table = markdownTable({ heads: [...heads, "run"], lines });
  const rest = more > 0 ? `\nAnd ${more} more.\n` : "";
  const why = reasons.slice(0, mostBlocking).map(reasonItem).join("");
  return `### What is worse\n\n${why}\n${table}${rest}\nReplay:\n\n${replays.join("")}`;
}

export const violatedIn = ({ cells }: Side) => [
  ...new Set(
    cells.flatMap(({ claims }) =>
      claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => name),
    ),
  ),
];

function runTable({ runs, targets, subjects }: Dossier): string {
  const lines = runs.map(({ label, summary, build, interrupted, chosenBy }) => {
    const { run, fidelity, versions, counts } = summary;
    const chosen = chosenBy?.map(codeCell) ?? ["unknown: recorded by an earlier build"];
    const remarks = [...(interrupted ? ["**interrupted**"] : []), ...chosen];
    return [
      label,
      codeCell(run ?? "none"),
      fidelity,
      countsText(counts),
      `${escaped(madeWith(versions))}; build ${escaped(build ?? "unknown")}`,
      remarks.join(" ") || "whole",
    ];
  });
  const heads = ["run", "name", "fidelity", "cells", "with", "chosen by"];
  return [
    `### Runs\n\n${markdownTable({ heads, lines })}`,
    ...Object.entries(subjects).map(([lane, what]) => `${codeSpan(lane)}: ${codeSpan(what)}.`),
    `Targets: ${targets.map((name) => codeSpan(shortTarget(name))).join(", ") || "none"}.`,
    "",
  ].join("\n");
}

export const countsText = ({ pass, fail, unknown, skip }: Counts) =>
  `${pass} passed, ${fail} failed, ${unknown} unknown, ${skip} skipped`;

export function madeWith(versions: Versions | null): string {
  if (versions === null) return "nothing was opened";
  const { node, platform, tool, commit } = versions;
  return `${agentIn(versions)}; Node ${node}, ${platform}; resume-matrix ${tool}${commit ? ` (${commit})` : ""}`;
}
