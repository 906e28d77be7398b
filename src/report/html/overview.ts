// A summary → what the page shows of the whole run. Pure.
import { targetName } from "../../evidence/cell.ts";
import { weightOf } from "../../invariants/judge.ts";
import { nameOfKnown } from "../../matrix/known.ts";
import { canarySentence } from "../../matrix/summary/canary-stamp.ts";
import type { Finding } from "../../matrix/summary/findings.ts";
import { type CellResult, outcomeOf, showsHazard } from "../../matrix/summary/result.ts";
import type { Summary } from "../../matrix/summary/summary.ts";
import { replayCommand, shellWord } from "../failures.ts";
import { shortTarget } from "../short-target.ts";
import type { Command } from "./document-data.ts";
import { latenciesOf, ratesOf } from "./measured-plots.ts";
import type { Positions } from "./names.ts";
import type { CellRow, NotRun, Overview, ShownFinding } from "./page-data.ts";

export interface Shown {
  readonly positions: Positions;
  readonly detailsPerBlock: number;
  readonly reportAll: boolean;
  /** What a command finds the run by; null where nothing was kept. */
  readonly runName: string | null;
  hasEvents(cell: CellResult): boolean;
}

export function overviewOf(summary: Summary, shown: Shown): Overview {
  const { run, directory, fidelity, versions, verdict, interrupted } = summary;
  const { positions, detailsPerBlock, reportAll } = shown;
  // A finding holds the very cells of the summary.
  const at = new Map(summary.cells.map((cell, index) => [cell, index]));
  return {
    run,
    directory,
    fidelity,
    versions,
    verdict,
    interrupted,
    notAcceptance: summary.notAcceptance,
    counts: summary.counts,
    canaries: canarySentence(summary.canaries ?? null),
    names: positions.names,
    findings: summary.findings.map((finding) => findingShown(finding, at, summary)),
    notRun: notRunIn(summary),
    noLongerShown: summary.noLongerShown.map(({ finding }) => nameOfKnown(finding)),
    cells: summary.cells.map((cell) => rowOf(cell, shown)),
    rates: ratesOf(summary),
    latencies: latenciesOf(summary),
    detailsPerBlock,
    reportAll,
    commands: commandsFor(summary, shown.runName),
  };
}

function findingShown(
  finding: Finding,
  at: ReadonlyMap<CellResult, number>,
  { fidelity, flags }: Summary,
): ShownFinding {
  const { outcome, claim, targets, lanes, scenarios, cells } = finding;
  const { cell, judgement } = finding.example;
  return {
    outcome,
    claim,
    sentence: judgement?.claim ?? "",
    because: judgement?.because ?? cell.because ?? finding.reason,
    cells: cells.flatMap((each) => at.get(each) ?? []),
    targets: targets.map(shortTarget),
    lanes,
    scenarios,
    example: at.get(cell) ?? 0,
    known: [...new Set(cells.flatMap((each) => each.known ?? []))],
    replay: replayCommand(cell, fidelity, flags),
  };
}

function notRunIn({ cells }: Summary): NotRun[] {
  const skips = cells.filter(({ verdict }) => verdict === "skip");
  const reasons = Map.groupBy(skips, ({ because }) => because ?? "no reason given");
  return [...reasons].map(([because, group]) => ({
    because,
    cells: group.length,
    targets: [...new Set(group.map(({ target }) => shortTarget(targetName(target))))],
  }));
}

function rowOf(cell: CellResult, { positions, hasEvents }: Shown): CellRow {
  const { repetition, durationMs } = cell;
  return {
    target: positions.target(cell),
    lane: positions.lane(cell),
    scenario: positions.scenario(cell),
    history: positions.history(cell),
    repetition,
    durationMs: Math.round(durationMs),
    outcome: outcomeOf(cell),
    hazard: showsHazard(cell),
    why: whyOf(cell),
    hasEvents: hasEvents(cell),
  };
}

/** The claims that decided it, else what the cell itself says. */
function whyOf(cell: CellResult): string {
  if (cell.verdict === "pass") return "";
  const claims = cell.claims.filter((claim) => weightOf(claim) === cell.verdict);
  const [first] = claims;
  if (first === undefined || (cell.verdict === "unknown" && cell.because !== null)) {
    return cell.because ?? "";
  }
  const more = claims.length > 1 ? ` (and ${claims.length - 1} more)` : "";
  return `${first.name}: ${first.because}${more}`;
}

function commandsFor({ interrupted }: Summary, runName: string | null): Command[] {
  if (runName === null) return [];
  const name = shellWord(runName);
  const finish = { what: "finish the run", command: `pnpm matrix --continue ${name}` };
  return [
    ...(interrupted ? [finish] : []),
    { what: "judge its evidence again, offline", command: `pnpm matrix check ${name}` },
    { what: "write this page again", command: `pnpm matrix show-report ${name}` },
  ];
}
