// Opens a run to go on with it: what it planned, what it finished. Refuses one that is running.
import type { Versions } from "../../evidence/evidence.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { readRun } from "../store/check.ts";
import { damageIn } from "../store/damage.ts";
import { findRunDirectory } from "../store/find-run.ts";
import { isAlive } from "../store/is-alive.ts";
import type { RunRecord } from "../store/run-record.ts";
import { createBrief } from "../summary/brief.ts";
import { type CellResult, cellTitle } from "../summary/result.ts";
import type { Overrides, Surroundings } from "./overlaid.ts";
import type { ContinuedRun, RunRequest } from "./run-request.ts";

/** Settings that come from the run itself. */
const fixed = [
  "target",
  "allTargets",
  "lane",
  "scenario",
  "history",
  "full",
  "grep",
  "grepInvert",
  "testList",
  "shuffle",
  "limit",
  "repeatEach",
  "config",
  "workers",
  "maxConnections",
  "pi",
  "modelLatency",
  "providerRules",
  "seed",
  "fidelity",
  "shard",
  "shardBy",
] as const satisfies readonly (keyof Overrides)[];

const flagOf = (name: string) =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @throws UsageError for settings that the flag takes from the earlier run. */
export function refuseFixed(
  flag: string,
  overrides: Overrides,
  names: readonly (typeof fixed)[number][] = fixed,
): void {
  const given = names.filter((name) => overrides[name] !== undefined);
  if (given.length === 0) return;
  throw new UsageError(
    `${flag} takes its settings from the run; leave out ${given.map(flagOf).join(", ")}.`,
  );
}

/** What a cell is asked under: another value would make it another cell. */
const meaning = {
  pi: ({ pi }) => pi,
  pis: ({ pis }) => pis ?? null,
  modelLatency: ({ modelLatencyMs }) => modelLatencyMs,
  providerRules: ({ providerRules }) => providerRules ?? null,
  seed: ({ seed }) => seed ?? "real",
  fidelity: ({ fidelity }) => fidelity,
  config: ({ file }) => file ?? null,
} as const satisfies Partial<Record<keyof Overrides, (config: EffectiveConfig) => unknown>>;

/** `--continue` may add these; what they name is looked at where it is planned. */
const added = ["target", "scenario", "repeatEach"] as const;

/** @throws UsageError naming each setting that differs from the run's. */
function refuseOtherMeaning(overrides: Overrides, config: EffectiveConfig): void {
  const names = Object.keys(meaning) as (keyof typeof meaning)[];
  const differing = names.flatMap((name) => {
    const [given, then] = [overrides[name], meaning[name](config)];
    if (given === undefined || JSON.stringify(given) === JSON.stringify(then)) return [];
    const was = then === null ? "without it" : `with ${then}`;
    return [{ where: `${flagOf(name)} ${given}`, message: `the run was begun ${was}` }];
  });
  if (differing.length === 0) return;
  throw new UsageError(
    "Its cells would be asked under other conditions; leave that out, or start a new run.",
    differing,
  );
}

/**
 * Brief, it holds little of each result.
 *
 * @throws UsageError for a directory that is not a run, a running one, or settings that differ.
 */
export async function openContinued(
  named: string,
  { brief = false, ...overrides }: Overrides & Pick<RunRequest, "brief">,
  at: Surroundings,
  world: World,
): Promise<ContinuedRun> {
  const free: readonly string[] = [...added, ...Object.keys(meaning)];
  refuseFixed(
    "--continue",
    overrides,
    fixed.filter((name) => !free.includes(name)),
  );
  const directory = findRunDirectory(named, overrides.output ?? "out", at.workingDirectory);
  const { record, results, damaged } = readRun(directory, brief ? createBrief() : undefined);
  refuseOtherMeaning(overrides, record.config);
  if (record.shard) refuseFixed("--continue of a shard", overrides, added);
  if (await isAlive(record.runner, world)) {
    throw new UsageError(
      `${directory} is still being run by process ${record.runner.pid}. Wait for it.`,
    );
  }
  // A failure stands, even of a cell that was cut short: no retry may take it back.
  const isFinished = ({ verdict, unfinished }: CellResult) =>
    verdict === "fail" || (verdict !== "skip" && !unfinished);
  const cutShort = results.filter((result) => !isFinished(result));
  const titles = new Set(results.map(cellTitle));
  const { notices } = damageIn(directory, damaged, { plan: record.plan, titles });
  return { directory, record, finished: results.filter(isFinished), cutShort, notices };
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
