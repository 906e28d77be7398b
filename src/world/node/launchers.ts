// The package runner that started this process, and the shells in between. Whoever ends one of
// them means this process, which would not hear of it: a signal to `pnpm matrix` ends pnpm alone.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { ProcessIdentity } from "../../evidence/event.ts";
import { processTable } from "./process-table.ts";

/** How often they are looked at; nothing can be awaited of a process that is no child. */
const lookMs = process.platform === "linux" ? 500 : 2_000;

/** No chain of runners is that long. */
const mostLaunchers = 16;

/** Every package runner gives this to what it starts, and a shell between them passes it on. */
const launchedMark = "npm_lifecycle_event=";

interface Facts {
  readonly parent: number;
  /** It was started by a package runner, so that its parent is one, or stands below one. */
  readonly isLaunched: boolean;
}

/**
 * Resolves when they are known, and calls back once, when the first of them has ended. A process that was started by anything else,
 * or has been left to init, is nobody's and watches nothing.
 */
export async function watchLaunchers(onGone: (pid: number) => void): Promise<void> {
  const launchers = await findLaunchers(process.pid).catch(() => []);
  if (launchers.length === 0) return;
  const look = async () => {
    for (const launcher of launchers) {
      if (!(await isGone(launcher))) continue;
      clearInterval(timer);
      return onGone(launcher.pid);
    }
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, lookMs);
  timer.unref();
}

/** The nearest first. */
export async function findLaunchers(pid: number): Promise<ProcessIdentity[]> {
  const found: ProcessIdentity[] = [];
  let facts = await factsOf(pid);
  while (facts.isLaunched && facts.parent > 1 && found.length < mostLaunchers) {
    const identity = await processTable.identify(facts.parent);
    if (identity === null) break;
    found.push(identity);
    facts = await factsOf(facts.parent).catch(() => ({ parent: 0, isLaunched: false }));
  }
  return found;
}

/** A look that failed says nothing of its end. */
async function isGone({ pid, startTime }: ProcessIdentity): Promise<boolean> {
  try {
    return (await processTable.identify(pid))?.startTime !== startTime;
  } catch {
    return false;
  }
}

const factsOf = process.platform === "linux" ? factsInProc : factsByPs;

async function factsInProc(pid: number): Promise<Facts> {
  const status = await readFile(`/proc/${pid}/stat`, "latin1");
  const environment = await readFile(`/proc/${pid}/environ`, "latin1");
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  const isLaunched = environment.split("\0").some((entry) => entry.startsWith(launchedMark));
  return { parent: Number(fields[1]), isLaunched };
}

async function factsByPs(pid: number): Promise<Facts> {
  const words = ["-Eww", "-o", "ppid=,command=", "-p", String(pid)];
  const { stdout } = await promisify(execFile)("ps", words);
  const isLaunched = stdout.includes(` ${launchedMark}`);
  return { parent: Number.parseInt(stdout, 10), isLaunched };
}
