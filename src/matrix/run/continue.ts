// Opens a run to go on with it: what it planned, what it finished. Refuses one that is running.
import type { Versions } from "../../evidence/evidence.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import { readRun } from "../store/check.ts";
import { findRunDirectory } from "../store/find-run.ts";
import { isAlive } from "../store/is-alive.ts";
import type { RunRecord } from "../store/run-record.ts";
import type { Overrides, Surroundings } from "./overlaid.ts";
import type { ContinuedRun } from "./run-request.ts";

/** Settings that come from the run itself; another value would make it another run. */
const fixed = [
  "target",
  "allTargets",
  "lane",
  "scenario",
  "history",
  "full",
  "grep",
  "grepInvert",
  "repeatEach",
  "config",
  "workers",
  "pi",
  "modelLatency",
  "providerRules",
  "fidelity",
] as const;

/** @throws UsageError for settings that the flag takes from the earlier run. */
export function refuseFixed(flag: string, overrides: Overrides): void {
  const given = fixed.filter((name) => overrides[name] !== undefined);
  if (given.length === 0) return;
  throw new UsageError(`${flag} takes its settings from the run; leave out ${given.join(", ")}.`);
}

/** @throws UsageError for a directory that is not a run, a running one, or settings that differ. */
export async function openContinued(
  named: string,
  overrides: Overrides,
  at: Surroundings,
  world: World,
): Promise<ContinuedRun> {
  refuseFixed("--continue", overrides);
  const directory = findRunDirectory(named, overrides.output ?? "out", at.workingDirectory);
  const { record, results } = readRun(directory);
  if (await isAlive(record.runner, world)) {
    throw new UsageError(
      `${directory} is still being run by process ${record.runner.pid}. Wait for it.`,
    );
  }
  // A failure stands, even of a cell that was cut short: no retry may take it back.
  const finished = results.filter(
    ({ verdict, unfinished }) => verdict === "fail" || (verdict !== "skip" && !unfinished),
  );
  return { directory, record, finished };
}

/** @throws UsageError when the old cells were run by another build, pi or Node. */
export function refuseOtherVersions({ versions: then }: RunRecord, now: Versions): void {
  const differing = [
    agentOf(then) === agentOf(now) ? null : agentOf,
    then.tool === now.tool && then.commit === now.commit ? null : toolOf,
    then.node === now.node ? null : (each: Versions) => `Node ${each.node}`,
    then.platform === now.platform ? null : (each: Versions) => each.platform,
  ].filter((name) => name !== null);
  if (differing.length === 0) return;
  const named = (each: Versions) => differing.map((name) => name(each)).join(", ");
  throw new UsageError(
    `It was begun with ${named(then)}, and this is ${named(now)}; continue it with what it was begun with, or start a new run.`,
  );
}

const agentOf = ({ agentName = "pi", agent }: Versions) => `${agentName} ${agent}`;

const toolOf = ({ tool, commit }: Versions) => `resume-matrix ${tool} (${commit ?? "no commit"})`;
