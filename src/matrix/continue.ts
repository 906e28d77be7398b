// Opens a run to go on with it: what it planned, what it finished. Refuses one that is running.
import type { ProcessIdentity } from "../evidence/event.ts";
import type { World } from "../world/world.ts";
import { readRun } from "./check.ts";
import { findRunDirectory } from "./find-run.ts";
import type { Overrides, Surroundings } from "./prepare.ts";
import { Refusal } from "./refusal.ts";
import type { ContinuedRun } from "./run.ts";

/** Settings that come from the run itself; another value would make it another run. */
const fixed = [
  "target",
  "allTargets",
  "lane",
  "scenario",
  "full",
  "grep",
  "grepInvert",
  "repeatEach",
  "config",
  "workers",
  "pi",
  "modelLatency",
  "fidelity",
] as const;

/** @throws Refusal for a directory that is not a run, a running one, or settings that differ. */
export async function openContinued(
  named: string,
  overrides: Overrides,
  at: Surroundings,
  world: World,
): Promise<ContinuedRun> {
  const given = fixed.filter((name) => overrides[name] !== undefined);
  if (given.length > 0) {
    throw new Refusal(`--continue takes its settings from the run; leave out ${given.join(", ")}.`);
  }
  const directory = findRunDirectory(named, overrides.output ?? "out", at.workingDirectory);
  const { record, results } = readRun(directory);
  if (await isAlive(record.runner, world)) {
    throw new Refusal(
      `${directory} is still being run by process ${record.runner.pid}. Wait for it.`,
    );
  }
  const finished = results.filter(({ verdict, unfinished }) => verdict !== "skip" && !unfinished);
  return { directory, record, finished };
}

/** The same process, not one that got its pid later. */
export async function isAlive(runner: ProcessIdentity, world: World): Promise<boolean> {
  const found = await world.processes.identify(runner.pid);
  return found !== null && found.startTime === runner.startTime;
}
