// Which events of a cell say how long its processes were kept from a processor: those that tell of a
// wait which ended by its bound, and no other.
import { describe, expect, test } from "vitest";
import type { WatchOutcome } from "../../src/evidence/event.ts";
import { lastOf } from "../../src/evidence/evidence.ts";
import { createStage } from "../../src/gate/create-stage.ts";
import { createSeams } from "../../src/gate/seams.ts";
import type { StageContext, StartedChild } from "../../src/gate/stage.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { plainCase } from "../../src/simulation/case/case.ts";
import { cellOf } from "../../src/simulation/case/cell.ts";
import { simulatedAgent, simulatedVersions } from "../../src/simulation/pi/agent.ts";
import type { ConnectResult, World } from "../../src/world/world.ts";
import { virtualClock } from "../virtual-clock.ts";

const identity = { pid: 42, startTime: "420" };
const plain = cellOf(plainCase(v2.name), v2, { kind: "resumed" });
const cell = { ...plain, timeouts: { ...plain.timeouts, observeMs: 30_000, killGraceMs: 3_000 } };

/** A child that is ready to run, on a machine that never lets it. */
function starving(connect: (sleep: (ms: number) => Promise<void>) => Promise<ConnectResult>) {
  const { clock, run } = virtualClock();
  let isGone = false;
  const world = {
    clock,
    host: { pid: 1, startTime: "10" },
    sockets: { connect: () => connect(clock.sleep) },
    processes: {
      processorTime: ({ pid }: { readonly pid: number }) => {
        if (pid === identity.pid && isGone) return null;
        return { ranMs: 1, waitedMs: 0, turns: 1, isReady: pid === identity.pid };
      },
      signal: () => {
        isGone = true;
        return "sent";
      },
    },
  } as unknown as World;
  const context: StageContext = {
    world,
    agent: simulatedAgent,
    models: {
      observable: false,
      open: () => ({ environment: {}, agentFiles: {}, behave() {}, close() {} }),
    },
    lane: v2,
    scenario: { name: "waits" },
    baseEnvironment: {},
    versions: simulatedVersions,
    signal: new AbortController().signal,
  };
  const stage = createStage(cell, context);
  const child = {
    child: { dispatch: null, n: 1 },
    role: "resume",
    identity,
    exited: false,
  } as unknown as StartedChild;
  stage.children.push(child);
  stage.processor.follow(child);
  const pass = (ms: number) => run(clock.sleep(ms));
  return { stage, seams: createSeams(stage, 1), pass, run };
}

const failed = (code: string, afterMs: number) =>
  starving(async (sleep) => {
    await sleep(afterMs);
    return { kind: "failed", code };
  });
const untouched = () => failed("ENOENT", 0);

const waited = (ofMs: number) => ({
  processorWaits: {
    ofMs,
    processes: [
      { pid: 1, child: null, waitedMs: 0 },
      { pid: 42, child: { dispatch: null, n: 1 }, waitedMs: ofMs },
    ],
  },
});

describe("a phase", () => {
  test("that ended by its bound says it", async () => {
    const { stage, pass, run } = untouched();
    await run(
      stage.phase("user-turn", 5_000, async () => {
        await stage.until(() => false, 5_000);
        return "timed-out";
      }),
    );
    await pass(0);
    expect(lastOf(stage, "phase-ended")).toMatchObject({ outcome: "timed-out", ...waited(5_000) });
  });

  test.each(["met", "interrupted", "the child is gone"])(
    "that ended as %s does not",
    async (end) => {
      const { stage, run } = untouched();
      await run(stage.phase("user-turn", 0, async () => end));
      expect(lastOf(stage, "phase-ended")).not.toHaveProperty("processorWaits");
    },
  );
});

describe("a socket that was asked", () => {
  const asked = async ({ stage, run }: ReturnType<typeof starving>) => {
    await run(stage.askSocket("after-turn"));
    return lastOf(stage, "socket-asked");
  };

  test("and kept silent says it", async () => {
    expect(await asked(failed("ETIMEDOUT", 30_000))).toMatchObject(waited(30_000));
    const silent = starving(async (sleep) => ({
      kind: "connected",
      connection: {
        send: async () => undefined,
        readLine: async (timeoutMs) => {
          await sleep(timeoutMs);
          return null;
        },
        close: () => undefined,
      },
    }));
    expect(await asked(silent)).toMatchObject({ failure: "no-answer", ...waited(30_000) });
  });

  test("and was not there, hung up or said something else does not", async () => {
    expect(await asked(failed("ECONNREFUSED", 30_000))).not.toHaveProperty("processorWaits");
    expect(await asked(failed("ETIMEDOUT", 100))).not.toHaveProperty("processorWaits");
    const refusing = (line: string) =>
      starving(async (sleep) => {
        await sleep(30_000);
        const connection = {
          send: async () => undefined,
          readLine: async () => line,
          close: () => undefined,
        };
        return { kind: "connected", connection };
      });
    expect(await asked(refusing("what?"))).not.toHaveProperty("processorWaits");
    const no = JSON.stringify({ type: "response", success: false, error: "busy" });
    expect(await asked(refusing(no))).not.toHaveProperty("processorWaits");
  });
});

describe("a signal of the subject's", () => {
  test("says it of the wait before it, though the child is gone after it", async () => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    seams.world.processes.signal(42, "SIGTERM");
    expect(lastOf(stage, "signal-sent")).toMatchObject({ by: "subject", ...waited(30_000) });
  });

  test("that a lane tells of says it as well", async () => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    const told = { type: "signal-sent", ...identity, signal: "SIGTERM", by: "subject" } as const;
    seams.report({ ...told, result: "sent" });
    expect(lastOf(stage, "signal-sent")).toMatchObject(waited(30_000));
  });
});

describe("the end of a watch", () => {
  const retained = (pid: number | null): WatchOutcome => ({
    kind: "lock-retained",
    reason: "kill-unconfirmed",
    pid,
    socketPath: "/s",
    lockPath: "/l",
    observeTimeoutMs: 30_000,
    killGraceMs: 3_000,
  });
  const ended = async (outcome: WatchOutcome) => {
    const { stage, seams, pass } = untouched();
    await pass(30_000);
    const told = { type: "signal-sent", ...identity, signal: "SIGTERM", by: "subject" } as const;
    seams.report({ ...told, result: "sent" });
    await pass(3_000);
    seams.report({ type: "watch-ended", dispatch: 1, outcome });
    return lastOf(stage, "watch-ended");
  };

  test("says it of the wait since the signal, where the child did not end", async () => {
    expect(await ended(retained(42))).toMatchObject(waited(3_000));
  });

  test("does not where it was seen, or where nobody knows of whom", async () => {
    expect(await ended({ kind: "socket-alive", pid: 42 })).not.toHaveProperty("processorWaits");
    expect(await ended(retained(null))).not.toHaveProperty("processorWaits");
  });
});
