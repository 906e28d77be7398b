// A child that the machine does not let run, and one that does not run by itself: real processes, and
// nothing here depends on how fast they are.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Evidence, eventsOf, firstOf } from "../../src/evidence/evidence.ts";
import { dispatchOnce } from "../../src/gate/dispatching.ts";
import { observeResumed } from "../../src/gate/resuming.ts";
import { defineScenario, type Scenario } from "../../src/gate/scenario.ts";
import { type CellJudgement, judgeCell } from "../../src/invariants/judge.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { type CellResult, type Harness, startHarness } from "./harness.ts";

const run = promisify(execFile);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const { host, processes } = nodeWorld();
const own = { pid: host.pid, startTime: host.startTime ?? "" };
const tells = (processes.processorTime?.(own) ?? null) !== null;

/** A plain resume whose child is treated so from its start to the end of its dispatch. */
const treated = (
  name: string,
  treat: (pid: number) => Promise<unknown>,
  relieve: (pid: number) => unknown,
): Scenario => {
  let treatedPid = 0;
  return defineScenario({
    name,
    summary: name,
    faults: [],
    expect: () => ({ kind: "resumed" }),
    timeouts: { observeMs: 1_500, killGraceMs: 800 },
    async whenStarted(_stage, { identity }) {
      treatedPid = identity?.pid ?? 0;
      await treat(treatedPid);
    },
    async act(stage, session) {
      await dispatchOnce(stage, { dispatch: 1 });
      relieve(treatedPid);
      await observeResumed(stage, session);
    },
  });
};

const violated = (claims: CellJudgement["claims"]) =>
  claims.filter(({ verdict }) => verdict === "violated").map(({ name }) => name);

/** A stopped process rests once it has run up to that. */
async function isAtRest(pid: number): Promise<void> {
  const identity = await processes.identify(pid);
  const isReady = () => identity && processes.processorTime?.(identity)?.isReady;
  while (isReady()) await new Promise(setImmediate);
}

const ofChildrenAlone = (evidence: Evidence): Evidence => ({
  ...evidence,
  events: evidence.events.map((event) => {
    if (!("processorWaits" in event) || !event.processorWaits) return event;
    const { ofMs, processes } = event.processorWaits;
    return {
      ...event,
      processorWaits: { ofMs, processes: processes.filter(({ child }) => child) },
    };
  }),
});

/**
 * Lets all threads of a process but its first come in their turn: what is read is the first one's wait, and it
 * sleeps where it waits for another of its own. Returns the end of it.
 */
function freeOtherThreads(pid: number): () => void {
  const freed = new Set([String(pid)]);
  const look = () => {
    const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
    for (const thread of threads.filter((each) => !freed.has(each))) {
      freed.add(thread);
      // One that has ended meanwhile needs nothing.
      run("chrt", ["-o", "-p", "0", thread]).catch(() => undefined);
    }
  };
  const looking = setInterval(look, 10);
  look();
  return () => clearInterval(looking);
}

/** The child's share of the wait for its socket. */
function shareOf({ evidence }: CellResult): number | undefined {
  const signal = eventsOf(evidence, "signal-sent").find(({ by }) => by === "subject");
  const waits = signal?.processorWaits;
  const child = firstOf(evidence, "watch-ended") && waits?.processes.find(({ child }) => child);
  return waits && child && child.waitedMs / waits.ofMs;
}

describe.skipIf(!tells)("a child that is late", () => {
  test("because it was stopped is accused: it did not want to run", async () => {
    const stopped = treated(
      "stopped",
      async (pid) => {
        process.kill(pid, "SIGSTOP");
        await isAtRest(pid);
      },
      (pid) => process.kill(pid, "SIGCONT"),
    );
    const result = await harness.runCell({ scenario: stopped });
    expect(shareOf(result)).toBeLessThan(0.5);
    // What this very process was kept from, on a machine that is too busy, is beside the point here.
    const { claims } = judgeCell(ofChildrenAlone(result.evidence));
    expect(violated(claims)).toEqual(expect.arrayContaining(["single-release", "resident-stays"]));
  });

  test("because others have its only processor, and it comes after all of them, accuses nobody", async () => {
    const hogs: ChildProcess[] = [];
    let leaveOthers = () => {};
    const status = readFileSync("/proc/self/status", "utf8");
    const [, processor = "0"] = /Cpus_allowed_list:\s*(\d+)/.exec(status) ?? [];
    const starved = treated(
      "starved",
      async (pid) => {
        process.kill(pid, "SIGSTOP");
        await run("taskset", ["-a", "-c", "-p", processor, String(pid)]);
        await run("chrt", ["-a", "-i", "-p", "0", String(pid)]);
        for (let count = 0; count < 3; count += 1) {
          const loop = ["-c", processor, "sh", "-c", "while :; do :; done"];
          hogs.push(spawn("taskset", loop, { stdio: "ignore" }));
        }
        leaveOthers = freeOtherThreads(pid);
        process.kill(pid, "SIGCONT");
      },
      () => {
        leaveOthers();
        for (const hog of hogs) hog.kill("SIGKILL");
      },
    );
    const result = await harness.runCell({ scenario: starved });
    expect(shareOf(result)).toBeGreaterThan(0.5);
    expect(violated(result.judgement.claims)).toEqual([]);
    expect(result.judgement.verdict).toBe("unknown");
  });
});
