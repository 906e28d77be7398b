// What a person needs for each cell that did not pass: the claim, why, which events, where the
// evidence lies and the command that runs it again. Pure.

import { join } from "node:path";
import { targetName } from "../evidence/cell.ts";
import type { ClaimJudgement } from "../invariants/judge.ts";
import { evidenceFile } from "../matrix/plan/layout.ts";
import { type CellResult, cellTitle } from "../matrix/summary/result.ts";
import type { Summary } from "../matrix/summary/summary.ts";
import { plain } from "./plain.ts";
import { shortTarget } from "./short-target.ts";
import type { Paint } from "./style.ts";

/** More than these are counted, not shown: their evidence is on disk. */
const mostShown = 12;

export function renderFailures(summary: Summary, paint: Paint): string {
  const failed = summary.cells.filter(({ verdict }) => verdict === "fail");
  const open = summary.cells.filter(({ verdict }) => verdict === "unknown");
  const all = [...failed, ...open];
  const more = all.length - mostShown;
  const shown = all.slice(0, mostShown).map((cell) => renderCell(cell, summary, paint));
  if (more > 0) shown.push(`\n… and ${more} more: see journal.jsonl in ${summary.directory}\n`);
  return shown.join("");
}

function renderCell(cell: CellResult, summary: Summary, paint: Paint): string {
  const meaning = cell.verdict === "fail" ? "bad" : "open";
  const lines = [
    "",
    `${paint(meaning, cell.verdict.toUpperCase())} ${paint("strong", plain(cellTitle(cell)))}`,
    ...(cell.because === null ? [] : [`  ${plain(cell.because)}`]),
    ...notableClaims(cell).flatMap((claim) => renderClaim(claim, paint)),
    ...places(cell, summary).map(([name, text]) => `  ${paint("faint", name.padEnd(9))}${text}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a cell that was cut short left open follows from the cut; it needs no words of its own. */
function notableClaims({ claims, unfinished }: CellResult): ClaimJudgement[] {
  return claims.filter(
    ({ verdict }) => verdict === "violated" || (verdict === "unknown" && !unfinished),
  );
}

function renderClaim(claim: ClaimJudgement, paint: Paint): string[] {
  const sign = claim.verdict === "violated" ? paint("bad", "✗") : paint("open", "?");
  const events =
    claim.events.length === 0
      ? ""
      : ` (${claim.events.length === 1 ? "event" : "events"} ${claim.events.join(", ")})`;
  return [
    `  ${sign} ${claim.name}: ${plain(claim.claim)}`,
    `    because ${plain(claim.because)}${events}`,
  ];
}

function places(cell: CellResult, { directory, fidelity, flags }: Summary): [string, string][] {
  const stored: [string, string][] =
    directory === null ? [] : [["evidence", evidenceFile(directory, cell.gardenId)]];
  if (directory !== null && cell.kept !== null) stored.push(["files", join(directory, cell.kept)]);
  return [...stored, ["replay", replayCommand(cell, fidelity, flags)]];
}

/** The command that runs this very cell again. */
export function replayCommand(
  cell: CellResult,
  fidelity: Summary["fidelity"],
  flags: Summary["flags"] = [],
): string {
  const live = fidelity === "live" ? "LIVE=1 " : "";
  const target = shortTarget(targetName(cell.target));
  const words = [
    `--target ${shellWord(target)}`,
    `--lane ${laneWords(cell.lane)}`,
    `--scenario ${shellWord(cell.scenario)}`,
    ...(cell.history ? [`--history ${shellWord(cell.history.name)}`] : []),
    "--repeat-each 1",
    ...flags.map(shellWord),
  ];
  return `${live}pnpm matrix ${words.join(" ")}`;
}

/** A lane of a checkout is there only with its checkout, and that may lie elsewhere by then. */
const laneWords = (name: string) =>
  name.startsWith("entwurf-") ? `'entwurf:<dir>' --grep '${name} '` : shellWord(name);

/** As it must be typed in a POSIX shell. */
export const shellWord = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** Each reason once, with how many cells it kept from running. */
export function renderSkips({ cells }: Summary, paint: Paint): string {
  const skips = cells.filter(({ verdict }) => verdict === "skip");
  const reasons = Map.groupBy(skips, ({ because }) => because ?? "no reason given");
  return [...reasons]
    .map(([because, group]) => {
      const names = [...new Set(group.map(({ target }) => shortTarget(targetName(target))))];
      const which = names.length > 4 ? `${names.slice(0, 4).join(", ")}, …` : names.join(", ");
      return `${paint("faint", `skipped ${group.length}`)} (${plain(which)}): ${plain(because)}\n`;
    })
    .join("");
}
