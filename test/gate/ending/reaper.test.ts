import { describe, expect, test } from "vitest";
import type { ProcessIdentity } from "../../../src/evidence/event.ts";
import { reap } from "../../../src/gate/ending/reaper.ts";
import type { Stage, StartedChild } from "../../../src/gate/stage.ts";
import { virtualClock } from "../../virtual-clock.ts";

const killGraceMs = 300;

/** A process of a machine in memory, and what signals do to it. */
interface Simulated extends ProcessIdentity {
  readonly marked?: boolean;
  /** Ends this long after SIGTERM; default: it is deaf to it. */
  readonly obeysAfterMs?: number;
  /** Not even SIGKILL ends it, as in an uninterruptible wait. */
  readonly immortal?: boolean;
  /** It comes up this long after the reaping has begun; it is there already by default. */
  readonly comesAfterMs?: number;
  /** Once it is gone, its pid goes to another process that starts at once. */
  readonly pidReused?: boolean;
}

function machine(running: readonly Simulated[], known: readonly Partial<StartedChild>[]) {
  const { clock, at, run } = virtualClock();
  const processes = new Map<number, Simulated>();
  for (const process of running) {
    const comes = () => processes.set(process.pid, process);
    if (process.comesAfterMs === undefined) comes();
    else at(clock.monotonicMs() + process.comesAfterMs, comes);
  }
  const signals: string[] = [];
  const events: Record<string, unknown>[] = [];
  const end = (process: Simulated) => {
    if (processes.get(process.pid) !== process) return;
    processes.delete(process.pid);
    if (process.pidReused) {
      processes.set(process.pid, { pid: process.pid, startTime: "somebody-else" });
    }
  };
  const world = {
    clock,
    processes: {
      async identify(pid: number) {
        return processes.get(pid) ?? null;
      },
      async withMarker() {
        return [...processes.values()].filter(({ marked }) => marked);
      },
      signal(pid: number, signal: string) {
        const process = processes.get(pid);
        signals.push(`${signal} ${pid} ${process?.startTime ?? "nobody"}`);
        if (!process) return "gone";
        if (signal === "SIGKILL" && !process.immortal) end(process);
        if (signal === "SIGTERM" && process.obeysAfterMs !== undefined) {
          at(clock.monotonicMs() + process.obeysAfterMs, () => end(process));
        }
        return "sent";
      },
      signalGroup(pid: number, signal: string) {
        signals.push(`${signal} group ${pid}`);
        return "sent";
      },
    },
  };
  const stage = {
    world,
    processor: {
      wait: (boundMs: number) => () => ({ processorWaits: { ofMs: boundMs, processes: [] } }),
    },
    children: known.map((child) => ({ handle: { exited: Promise.resolve() }, ...child })),
    cell: { gardenId: "20260101T000000-abcdef", timeouts: { killGraceMs } },
    record: (event: Record<string, unknown>) => events.push(event),
  } as unknown as Stage;
  const reaped = () =>
    events.flatMap(({ type, pid, how, verified }) =>
      type === "reaped" ? [{ pid, how, verified }] : [],
    );
  const endAfter = (process: Simulated, afterMs: number) =>
    at(clock.monotonicMs() + afterMs, () => end(process));
  return { stage, signals, events, reaped, run, endAfter, remaining: () => [...processes.keys()] };
}

const identity = { pid: 10, startTime: "100" };
const resumed = {
  child: { dispatch: null, n: 2 },
  role: "resume",
  exited: false,
  identity,
} as const;

describe("a process of the cell", () => {
  test("that is gone already is not signalled", async () => {
    const { stage, signals, reaped, run } = machine([], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual([]);
    expect(reaped()).toEqual([{ pid: 10, how: "already-gone", verified: true }]);
  });

  test("that obeys is asked once and seen gone", async () => {
    const obedient = { ...identity, obeysAfterMs: 50 };
    const { stage, signals, events, reaped, run } = machine([obedient], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual(["SIGTERM 10 100"]);
    expect(reaped()).toEqual([{ pid: 10, how: "terminated", verified: true }]);
    expect(events.filter((event) => "processorWaits" in event)).toEqual([]);
  });

  test("that is deaf is killed with its group when its grace is over", async () => {
    const { stage, signals, reaped, run } = machine([identity], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual(["SIGTERM 10 100", "SIGKILL 10 100", "SIGKILL group 10"]);
    expect(reaped()).toEqual([{ pid: 10, how: "killed", verified: true }]);
  });

  test("that not even SIGKILL ends is reported as a survivor, in bounded time", async () => {
    const { stage, events, reaped, run } = machine([{ ...identity, immortal: true }], [resumed]);
    await run(reap(stage));
    expect(reaped()).toEqual([{ pid: 10, how: "survived", verified: false }]);
    // With what it was kept from a processor: it may not have been let die.
    expect(events).toContainEqual(
      expect.objectContaining({ processorWaits: { ofMs: 10_000, processes: [] } }),
    );
  });

  test("is found by its marker though nobody knows that it was started", async () => {
    const stray = { pid: 20, startTime: "200", marked: true, obeysAfterMs: 10 };
    const { stage, reaped, run } = machine([stray], []);
    await run(reap(stage));
    expect(reaped()).toEqual([{ pid: 20, how: "terminated", verified: true }]);
  });

  test("that outlived its agent is recorded before it is brought down", async () => {
    const agent = { ...identity, marked: true, obeysAfterMs: 10 };
    const tool = { pid: 20, startTime: "200", marked: true, obeysAfterMs: 10 };
    const passing = { pid: 21, startTime: "210", marked: true, obeysAfterMs: 10 };
    const { stage, events, reaped, run, endAfter } = machine([agent, tool, passing], [resumed]);
    endAfter(passing, 500);
    await run(reap(stage));
    const looks = events.filter(({ type }) => type === "tools-left");
    expect(looks).toEqual([
      { type: "tools-left", moment: "reaped", processes: [{ pid: 20, startTime: "200" }] },
    ]);
    expect(reaped().map(({ pid }) => pid)).toEqual([10, 20]);
  });

  test("that came up while another was brought down is brought down too", async () => {
    const deaf = { ...identity, marked: true };
    // While the first is given its grace, which begins once it has been looked at for a second.
    const late = { pid: 30, startTime: "300", marked: true, obeysAfterMs: 10, comesAfterMs: 1_100 };
    const { stage, reaped, run, remaining } = machine([deaf, late], []);
    await run(reap(stage));
    expect(reaped().map(({ pid, how }) => `${pid} ${how}`)).toEqual(["10 killed", "30 terminated"]);
    expect(remaining()).toEqual([]);
  });

  test("that always starts another before it goes is left to the census in the end", async () => {
    const { stage, reaped, run } = machine([], []);
    let pid = 100;
    const { processes } = stage.world;
    processes.withMarker = async () => [{ pid: pid++, startTime: "1", arguments: "" }];
    await run(reap(stage));
    expect(reaped()).toHaveLength(10);
  });

  test("is reaped once, though it is both known and marked", async () => {
    const both = { ...identity, marked: true, obeysAfterMs: 10 };
    const { stage, signals, run } = machine([both], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual(["SIGTERM 10 100"]);
  });

  test("that could not be started has nothing to reap", async () => {
    const { stage, reaped, run } = machine([], [{ ...resumed, identity: null }]);
    await run(reap(stage));
    expect(reaped()).toEqual([]);
  });
});

describe("a pid that belongs to somebody else by now", () => {
  const stranger = { pid: identity.pid, startTime: "999" };

  test("is never signalled", async () => {
    const { stage, signals, reaped, run, remaining } = machine([stranger], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual([]);
    expect(reaped()).toEqual([{ pid: 10, how: "already-gone", verified: true }]);
    expect(remaining()).toEqual([10]);
  });

  test("is not killed when it was reused during the grace", async () => {
    const reused = { ...identity, obeysAfterMs: 50, pidReused: true };
    const { stage, signals, run, remaining } = machine([reused], [resumed]);
    await run(reap(stage));
    expect(signals).toEqual(["SIGTERM 10 100"]);
    expect(remaining()).toEqual([10]);
  });
});
