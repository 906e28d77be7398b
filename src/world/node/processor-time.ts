// What Linux says of a process's way through the scheduler. Read-only, and at once: such a file is
// made in memory, and what is waited for may be over by the time a promise resolves.
import { readFileSync } from "node:fs";
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { ProcessorTime } from "../world.ts";

/** Null for another process of that number, for one that is gone, and on a system without such files. */
export function processorTime({ pid, startTime }: ProcessIdentity): ProcessorTime | null {
  try {
    const spent = readFileSync(`/proc/${pid}/schedstat`, "latin1");
    return parseProcessorTime(spent, readFileSync(`/proc/${pid}/stat`, "latin1"), startTime);
  } catch {
    return null;
  }
}

const nanosecondsPerMs = 1_000_000;

/** Exported for its tests. A kernel that keeps no such account says zero throughout. */
export function parseProcessorTime(
  spent: string,
  status: string,
  startTime: string,
): ProcessorTime | null {
  const numbers = /^(\d+) (\d+) (\d+)\s*$/.exec(spent)?.slice(1).map(Number);
  // The command's name, in brackets, may itself hold brackets and blanks.
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  if (!numbers?.some((number) => number > 0) || fields[19] !== startTime) return null;
  const [ranNs = 0, waitedNs = 0, turns = 0] = numbers;
  return {
    ranMs: ranNs / nanosecondsPerMs,
    waitedMs: waitedNs / nanosecondsPerMs,
    turns,
    isReady: fields[0] === "R",
  };
}
