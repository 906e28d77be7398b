import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parseProcessorTime, processorTime } from "../../../src/world/node/processor-time.ts";
import { nodeWorld } from "../../../src/world/node.ts";

const status = (state: string, startTime = "910777") =>
  `4200 (a) (b c) ${state} ${Array.from({ length: 18 }, (_, index) => index).join(" ")} ${startTime} 7`;

describe("what the system says of a process's way through the scheduler", () => {
  test("is read in milliseconds", () => {
    expect(parseProcessorTime("1500000 29700000000 12\n", status("S"), "910777")).toEqual({
      ranMs: 1.5,
      waitedMs: 29_700,
      turns: 12,
      isReady: false,
    });
  });

  test.each(["S", "D", "T", "t", "Z"])("counts no process in state %s as ready", (state) => {
    expect(parseProcessorTime("1 2 3\n", status(state), "910777")?.isReady).toBe(false);
  });

  test("counts one that runs, or could, as ready", () => {
    expect(parseProcessorTime("1 2 3\n", status("R"), "910777")?.isReady).toBe(true);
  });

  test("is known where the line is not ended", () => {
    expect(parseProcessorTime("1 2 3", status("R"), "910777")?.turns).toBe(3);
  });

  test("is known of one that has not run yet", () => {
    expect(parseProcessorTime("0 5000000 0\n", status("R"), "910777")?.waitedMs).toBe(5);
  });

  test.each<readonly [why: string, spent: string, startTime: string]>([
    ["the kernel keeps no such account", "0 0 0\n", "910777"],
    ["the number is another process's by now", "1 2 3\n", "910778"],
    ["the file says something else", "1 2\n", "910777"],
    ["the file says more before it", "9 1 2 3\n", "910777"],
    ["the file says more after it", "1 2 3 9\n", "910777"],
    ["the file is empty", "", "910777"],
    ["a number is none", "1 -2 3\n", "910777"],
  ])("is not known where %s", (_, spent, startTime) => {
    expect(parseProcessorTime(spent, status("R"), startTime)).toBeNull();
  });

  test("is not known of a process that does not live", () => {
    expect(processorTime({ pid: 2 ** 22 + 1, startTime: "1" })).toBeNull();
  });
});

const { host, processes } = nodeWorld();
/** A kernel may be built without such an account, and a sandbox may not offer it. */
const tells = processorTime({ pid: host.pid, startTime: host.startTime ?? "" }) !== null;

describe.skipIf(!tells)("on this machine", () => {
  const started: (number | undefined)[] = [];
  afterEach(() => {
    for (const pid of started.splice(0)) if (pid) process.kill(pid, "SIGKILL");
  });

  async function start(command: string, ...given: readonly string[]) {
    const child = spawn(command, given, { stdio: "ignore" });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    started.push(child.pid);
    const identity = await processes.identify(child.pid ?? 0);
    if (!identity) throw new Error(`${command} is gone`);
    return identity;
  }

  const ownStatus = () => readFileSync("/proc/self/status", "utf8");
  const busy = ["sh", "-c", "while :; do :; done"] as const;
  const turnTheLoop = () => new Promise((resolve) => setImmediate(resolve));

  test("of two that want one processor, each waits", async () => {
    const [, processor = "0"] = /Cpus_allowed_list:\s*(\d+)/.exec(ownStatus()) ?? [];
    const pinned = () => start("taskset", "-c", processor, ...busy);
    const two = [await pinned(), await pinned()];
    for (const identity of two) {
      const first = processorTime(identity);
      while ((processorTime(identity)?.waitedMs ?? 0) <= (first?.waitedMs ?? 0))
        await turnTheLoop();
      expect(processorTime(identity)?.isReady).toBe(true);
    }
  });

  test("one that is stopped is not ready, and waits for nothing", async () => {
    const [other, stopped] = [await start(...busy), await start(...busy)];
    process.kill(stopped.pid, "SIGSTOP");
    while (processorTime(stopped)?.isReady !== false) await turnTheLoop();
    const first = processorTime(stopped);
    const ran = processorTime(other)?.ranMs ?? 0;
    // However long that takes: somebody else has run for a while meanwhile.
    while ((processorTime(other)?.ranMs ?? 0) < ran + 50) await turnTheLoop();
    expect(processorTime(stopped)).toEqual(first);
  });
});
