// The dossier as Markdown, made to be pasted into an issue: the verdict first, then what it rests
// on, so that each statement can be checked by hand against the table. Pure.

import type { Dossier } from "../dossier/dossier.ts";
import type { Reason } from "../dossier/missing.ts";
import type { Side } from "../dossier/pairs.ts";
import type { RowSide } from "../dossier/rows.ts";
import { targetName } from "../evidence/cell.ts";
import { canarySentence } from "../matrix/summary/canary-stamp.ts";
import { agentIn } from "./agent-in.ts";
import { replayCommand } from "./failures.ts";
import { codeCell, codeSpan, escaped, markdownTable } from "./markdown.ts";
import { shortTarget } from "./short-target.ts";

const dossierWords: Record<Dossier["verdict"], string> = {
  remove: "remove",
  keep: "keep",
  "not-enough-evidence": "not enough evidence",
};

export function renderDossierMarkdown(dossier: Dossier): string {
  const { baseline, verdict } = dossier;
  return [
    `## Removing lane ${codeSpan(baseline)}: **${dossierWords[verdict]}**\n`,
    circumstances(dossier),
    `### Why\n\n${dossier.reasons.map(reasonItem).join("")}`,
    blocking(dossier),
    verdict === "keep" ? lacking(dossier) : "",
    wantedTable(dossier),
    hazards(dossier),
    pairTable(dossier),
    notRun(dossier),
    howToRead(dossier),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function circumstances({ facts, targets, counts, pairs, subjects }: Dossier): string {
  const { run, fidelity, versions } = facts;
  const commit = versions?.commit ? ` (${versions.commit})` : "";
  const proved =
    versions === null
      ? "nothing was opened"
      : `${agentIn(versions)} on Node ${versions.node}, ${versions.platform}; resume-matrix ${versions.tool}${commit}`;
  const told = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([relation, count]) => `${count} ${relation.replaceAll("-", " ")}`);
  const scenarios = new Set(pairs.map(({ scenario }) => scenario)).size;
  return [
    `Run ${codeSpan(run ?? "none")}, ${fidelity}: ${escaped(proved)}.`,
    `${escaped(canarySentence(facts.canaries ?? null))}.`,
    `${targets.length} targets × ${scenarios} scenarios: ${told.join(", ") || "no pair"}.`,
    ...Object.entries(subjects).map(([lane, what]) => `${codeSpan(lane)}: ${codeSpan(what)}.`),
    `Targets: ${targets.map((name) => codeSpan(shortTarget(name))).join(", ") || "none"}.`,
    "",
  ].join("\n");
}

/** More cells than these are counted: the JSON form has them all. */
const mostCells = 6;

function reasonItem({ because, cells }: Reason): string {
  const shown = cells.slice(0, mostCells).map((title) => codeSpan(shortTarget(title)));
  const more = cells.length - shown.length;
  const list = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
  const count = cells.length === 0 ? "" : ` — ${cellCount(cells)}: ${list}`;
  return `- ${escaped(because)}${count}\n`;
}

const cellCount = ({ length }: readonly string[]) => `${length} ${length === 1 ? "cell" : "cells"}`;

function blocking({ blocking: pairs, facts, baseline, candidate }: Dossier): string {
  if (pairs.length === 0) return "";
  const lines = pairs.map((pair) => [
    codeCell(shortTarget(targetName(pair.target))),
    codeCell(pair.scenario),
    countsOf(pair.candidate),
    countsOf(pair.baseline),
    violatedIn(pair.candidate).map(codeCell).join(", ") || "none",
  ]);
  const heads = ["target", "scenario", codeCell(candidate), codeCell(baseline), "violated claims"];
  const replays = pairs.flatMap((pair) => {
    const cell =
      pair.candidate.cells.find(({ verdict }) => verdict === "fail") ?? pair.candidate.cells[0];
    return cell === undefined
      ? []
      : [`- ${codeSpan(replayCommand(cell, facts.fidelity, facts.flags))}\n`];
  });
  return `### Blocking cells\n\n${markdownTable({ heads, lines })}\nReplay:\n\n${replays.join("")}`;
}

const violatedIn = ({ cells }: Side) => [
  ...new Set(
    cells.flatMap(({ claims }) =>
      claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => name),
    ),
  ),
];

function lacking({ missing }: Dossier): string {
  if (missing.length === 0) return "";
  return `### What else is missing for a removal\n\n${missing.map(reasonItem).join("")}`;
}

function wantedTable({ rows, baseline, candidate }: Dossier): string {
  const lines = rows.map((row) => [
    escaped(row.name) + (row.limits === null ? "" : ` (${escaped(row.limits)})`),
    rowText(row.candidate),
    rowText(row.baseline),
    [...new Set(row.scenarios)].map(codeCell).join(", "),
  ]);
  const heads = ["evidence", codeCell(candidate), codeCell(baseline), "shown by"];
  return `### What was asked for before a removal\n\n${markdownTable({ heads, lines })}`;
}

const rowWords: Record<RowSide["state"], string> = {
  shown: "shown",
  "in-part": "in part",
  none: "no evidence",
  open: "no evidence",
  failed: "**failed**",
};

/** The first reasons stand for the others: the table of pairs has the counts. */
function rowText({ state, because, cells }: RowSide): string {
  if (state === "shown") return `shown, ${cellCount(cells)}`;
  const [first = "", second] = because;
  const more = second === undefined ? "" : ` (and ${because.length - 1} more)`;
  return `${rowWords[state]}: ${escaped(first)}${more}`;
}

function hazards({ hazards: shown, baseline, candidate }: Dossier): string {
  const lines = shown.map((hazard) => [
    codeCell(hazard.scenario),
    `${codeCell(hazard.of)}, in cells of ${codeCell(hazard.lane)}`,
    hazard.claims.map(codeCell).join(", "),
    String(hazard.cells.length),
    answerText(hazard),
  ]);
  const heads = ["hazard ⚠", "of lane", "claims violated on purpose", "cells", "the same under"];
  const table = markdownTable({
    heads: [...heads.slice(0, -1), `${heads[4]} ${codeCell(candidate)}`],
    lines,
  });
  const none = "No cell of this run showed one.\n";
  return `### Hazards that ${codeSpan(baseline)} has\n\n${table || none}`;
}

function answerText({ answeredBy, answer }: Dossier["hazards"][number]): string {
  if (answeredBy === null) return "none: it takes both lanes, and ends with the old one";
  if (answer === null) return `${codeCell(answeredBy)}, which did not run here`;
  return `${codeCell(answer.scenario)} ${answer.pass}/${answer.cells} passed`;
}

/** Targets with the same counts share a line; it names them unless it is all of them. */
function pairTable({ pairs, targets, baseline, candidate }: Dossier): string {
  const groups = Map.groupBy(pairs, (pair) =>
    JSON.stringify([
      pair.scenario,
      countsOf(pair.candidate),
      countsOf(pair.baseline),
      pair.relation,
    ]),
  );
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ target }) => codeCell(shortTarget(targetName(target))));
    const where = names.length === targets.length ? `all ${names.length}` : names.join(", ");
    const relation = first.relation.replaceAll("-", " ");
    return [
      [
        codeCell(first.scenario),
        where,
        countsOf(first.candidate),
        countsOf(first.baseline),
        relation,
      ],
    ];
  });
  const heads = ["scenario", "targets", codeCell(candidate), codeCell(baseline), "new against old"];
  return `### Target by scenario\n\n${markdownTable({ heads, lines })}`;
}

/** `2/3 ✗1`: passed of those that ran, then what spoils it. */
function countsOf(side: Side): string {
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
  const item = ({ lane, because, cells }: Dossier["notRun"][number]) => {
    const names = [...new Set(cells.map((title) => title.split(" ").at(-2) ?? title))];
    const shown = names.map((name) => codeSpan(name)).join(", ");
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
  return `### Skipped\n\n${parts.join("\n") || "Nothing.\n"}`;
}

function howToRead({ baseline, candidate, facts }: Dossier): string {
  const check =
    facts.run === null ? "" : ` Judge it again: ${codeSpan(`pnpm matrix check ${facts.run}`)}.`;
  const [before, after] = [codeSpan(baseline), codeSpan(candidate)];
  return [
    "### How this is decided\n",
    `- *keep*: somewhere ${after} fails a larger share of its cells than ${before}, or shows a hazard of its own.`,
    `- *remove*: on every target, every cell of ${after} passed, every cell of ${before} that can be compared is there, and every row asked for is shown.`,
    "- *not enough evidence*: anything else. A skip, an unknown or a missing repetition never counts towards a removal.",
    `\n✗ failed, ? unknown, ⚠ hazard shown on purpose (recorded as a pass).${check}\n`,
  ].join("\n");
}
