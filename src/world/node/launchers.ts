// The package runner that started this process, the shells in between, and the script that a package manager puts in
// Node's place. Whoever ends one of them means this process, which would not hear of it: a signal to `pnpm matrix` ends pnpm alone.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
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
  /** How it was started, word by word; where a word holds blanks, the system may not tell how many they were. */
  readonly command: readonly string[];
  /** It was started by a package runner, so that its parent is one, or stands below one. */
  readonly isLaunched: boolean;
}

/**
 * Resolves when they are known, and calls back once, when the first of them has ended. A process that was started by anything else,
 * such as a shell that may go away in peace, or has been left to init, is nobody's and watches nothing.
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
  while (facts.parent > 1 && found.length < mostLaunchers) {
    const identity = await processTable.identify(facts.parent);
    const above = await factsOf(facts.parent).catch(() => nobody);
    if (identity === null || !(facts.isLaunched || standsForNode(above.command, facts.command))) {
      break;
    }
    found.push(identity);
    facts = above;
  }
  return found;
}

const nobody: Facts = { parent: 0, command: [], isLaunched: false };

/**
 * Whether the one is a script by the name of Node, as in `node_modules/.bin`, that a shell runs with the very words of
 * the other. A shell script of another name may start a process and leave it to itself.
 */
export function standsForNode(wrapper: readonly string[], command: readonly string[]): boolean {
  const [shell = "", script = "", ...words] = wrapper;
  const [, ...own] = command;
  const isShell = /^-?(?:ba|da|k|z|)sh$/.test(basename(shell));
  return isShell && basename(script) === "node" && own.length > 0 && isSame(words, own);
}

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((word, index) => word === others[index]);

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
  const [status, environment, command] = await Promise.all(
    ["stat", "environ", "cmdline"].map((name) => readFile(`/proc/${pid}/${name}`, "latin1")),
  );
  const fields = status?.slice(status.lastIndexOf(")") + 2).split(" ") ?? [];
  const isLaunched = environment?.split("\0").some((entry) => entry.startsWith(launchedMark));
  return {
    parent: Number(fields[1]),
    command: command?.split("\0").slice(0, -1) ?? [],
    isLaunched: isLaunched ?? false,
  };
}

async function factsByPs(pid: number): Promise<Facts> {
  const ask = async (...words: readonly string[]) =>
    (await promisify(execFile)("ps", [...words, "-p", String(pid)])).stdout;
  const [all, command] = await Promise.all([
    ask("-Eww", "-o", "ppid=,command="),
    ask("-ww", "-o", "command="),
  ]);
  return {
    parent: Number.parseInt(all, 10),
    command: command.trim().split(/\s+/),
    isLaunched: all.includes(` ${launchedMark}`),
  };
}
