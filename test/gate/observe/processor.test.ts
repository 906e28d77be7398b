// A machine in memory tells of its scheduler what each test says, in a time of its own.
import { describe, expect, test } from "vitest";
import type { ProcessIdentity } from "../../../src/evidence/event.ts";
import { watchProcessors } from "../../../src/gate/observe/processor.ts";
import type { StartedChild } from "../../../src/gate/stage.ts";
import type { ProcessorTime, World } from "../../../src/world/world.ts";
import { virtualClock } from "../../virtual-clock.ts";

const bounds = { observeMs: 30_000, killGraceMs: 3_000 };
const own = { pid: 1, startTime: "10" };
const identity = { pid: 42, startTime: "420" };
const reference = { dispatch: null, n: 2 };

const asleep: ProcessorTime = { ranMs: 100, waitedMs: 0, turns: 7, isReady: false };
const ready: ProcessorTime = { ...asleep, isReady: true };

function machine(tells: (pid: number) => ProcessorTime | null = () => asleep) {
  const { clock, run } = virtualClock();
  const times = new Map<number, ProcessorTime | null>();
  let looks = 0;
  const processorTime = ({ pid }: ProcessIdentity) => {
    looks += 1;
    return times.has(pid) ? (times.get(pid) ?? null) : tells(pid);
  };
  const world = { clock, host: own, processes: { processorTime } } as unknown as World;
  let isOver = false;
  const watch = watchProcessors(world, bounds, () => isOver);
  const child = { child: reference, identity, exited: false } as unknown as StartedChild;
  return {
    watch,
    child,
    world,
    pass: (ms: number) => run(clock.sleep(ms)),
    is: (pid: number, time: ProcessorTime | null) => void times.set(pid, time),
    end: () => {
      isOver = true;
    },
    looks: () => looks,
  };
}

/** What is told of the child alone. */
const ofChild = (ofMs: number, waitedMs: number) => ({
  processorWaits: {
    ofMs,
    processes: [
      { pid: own.pid, child: null, waitedMs: 0 },
      { pid: identity.pid, child: reference, waitedMs },
    ],
  },
});

describe("a wait", () => {
  test("that ends before its bound is not told of", async () => {
    const { watch, pass } = machine();
    const told = watch.wait(1_000);
    await pass(899);
    expect(told()).toEqual({});
    await pass(1);
    expect(told()).toEqual({
      processorWaits: { ofMs: 900, processes: [{ pid: 1, child: null, waitedMs: 0 }] },
    });
  });

  test("without a bound is told of whenever it ends", () => {
    const { watch } = machine();
    expect(watch.wait(0)().processorWaits?.ofMs).toBe(0);
  });

  test("counts what the process has waited in it, and not before", async () => {
    const { watch, child, is, pass } = machine();
    watch.follow(child);
    is(42, { ...asleep, waitedMs: 700 });
    const told = watch.wait(1_000);
    await pass(1_000);
    is(42, { ...asleep, waitedMs: 1_100, turns: 9 });
    expect(told()).toEqual(ofChild(1_000, 400));
  });

  test("counts all that one has waited which began in it", async () => {
    const { watch, child, is, pass } = machine();
    const told = watch.wait(1_000);
    await pass(400);
    watch.follow(child);
    is(42, { ...asleep, waitedMs: 590 });
    await pass(600);
    expect(told()).toEqual(ofChild(1_000, 590));
  });

  test("counts what the waiting process itself was kept from", async () => {
    const { watch, is, pass } = machine();
    is(1, { ...asleep, waitedMs: 50 });
    const told = watch.wait(1_000);
    await pass(1_000);
    is(1, { ...asleep, waitedMs: 950 });
    expect(told().processorWaits?.processes).toEqual([{ pid: 1, child: null, waitedMs: 900 }]);
  });

  test("never counts less than nothing", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    await pass(1_000);
    const told = watch.wait(0);
    is(42, { ...ready, turns: 8, waitedMs: 990 });
    await pass(10);
    expect(told()).toEqual(ofChild(10, 0));
  });

  test("never counts more than it was itself", async () => {
    const { watch, child, is, pass } = machine();
    watch.follow(child);
    const told = watch.wait(0);
    await pass(10);
    is(42, { ...asleep, waitedMs: 5_000 });
    expect(told()).toEqual(ofChild(10, 10));
  });
});

describe("a process that is ready and has not run since it was looked at", () => {
  test("waits all the while, though the system has not counted it yet", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    const told = watch.wait(3_000);
    await pass(3_000);
    expect(told()).toEqual(ofChild(3_000, 3_000));
  });

  test("is counted once, when it has run again", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    const told = watch.wait(3_000);
    await pass(3_000);
    is(42, { ranMs: 101, waitedMs: 2_990, turns: 8, isReady: false });
    expect(told()).toEqual(ofChild(3_000, 2_990));
  });

  test.each<readonly [what: string, later: ProcessorTime]>([
    ["has run meanwhile", { ...ready, ranMs: 101 }],
    ["was given a processor meanwhile", { ...ready, turns: 8 }],
    ["sleeps by now", asleep],
  ])("does not wait where it %s", async (_, later) => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    const told = watch.wait(0);
    await pass(200);
    is(42, later);
    expect(told()).toEqual(ofChild(200, 0));
  });

  test("did not wait before it was ready: one that slept or was stopped", async () => {
    const { watch, child, is, pass } = machine();
    watch.follow(child);
    const told = watch.wait(0);
    await pass(10_000);
    is(42, ready);
    expect(told()).toEqual(ofChild(10_000, 0));
  });

  test("is looked at on the way, so that little of that goes unseen", async () => {
    const { watch, child, is, pass } = machine();
    watch.follow(child);
    const told = watch.wait(0);
    await pass(100);
    is(42, ready);
    await pass(2_900);
    expect(told()).toEqual(ofChild(3_000, 2_750));
  });
});

describe("a child", () => {
  test("is told of from its start to the subject's signal, where it had its time to serve", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    await pass(30_000);
    expect(watch.untilSignal(42)).toEqual(ofChild(30_000, 30_000));
    await pass(3_000);
    expect(watch.sinceSignal(42)).toEqual(ofChild(3_000, 3_000));
  });

  test("that was held up before the subject waited for it is told of from then on", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    await pass(29_000);
    watch.from(42);
    await pass(20_000);
    expect(watch.untilSignal(42)).toEqual({});
    await pass(10_000);
    expect(watch.untilSignal(42)).toEqual(ofChild(30_000, 30_000));
  });

  test("that the subject ends before that is excused by nothing", async () => {
    const { watch, child, is, pass } = machine();
    is(42, ready);
    watch.follow(child);
    await pass(20_000);
    expect(watch.untilSignal(42)).toEqual({});
    await pass(1_000);
    expect(watch.sinceSignal(42)).toEqual({});
  });

  test.each<readonly [who: string, pid: number | null]>([
    ["nobody", null],
    ["a stranger", 43],
    ["one that got no signal", 42],
  ])("of which nothing is known is not told of: %s", async (_, pid) => {
    const { watch, child, pass } = machine();
    watch.follow(child);
    await pass(30_000);
    expect(watch.sinceSignal(pid)).toEqual({});
    expect(watch.untilSignal(43)).toEqual({});
  });

  test("that could not be started is not followed", () => {
    const { watch, child, looks } = machine();
    const before = looks();
    watch.follow({ ...child, identity: null });
    expect(looks()).toBe(before);
  });

  test.each<readonly [how: string, gone: (of: ReturnType<typeof machine>) => void]>([
    ["has exited", ({ child }) => void Object.assign(child, { exited: true })],
    ["is gone", ({ is }) => is(42, null)],
    ["belongs to a cell that is over", ({ end }) => end()],
  ])("that %s is looked at no longer", async (how, gone) => {
    const all = machine();
    all.watch.follow(all.child);
    const told = all.watch.wait(0);
    gone(all);
    await all.pass(500);
    const before = all.looks();
    await all.pass(5_000);
    expect(all.looks()).toBe(before);
    const pids = told().processorWaits?.processes.map(({ pid }) => pid);
    expect(pids).toEqual(how.includes("cell") ? [1, 42] : [1]);
  });
});

describe("nothing is told", () => {
  const blind = (world: World) => {
    const watch = watchProcessors(world, bounds, () => false);
    const { child } = machine();
    watch.follow(child);
    return [watch.wait(0)(), watch.untilSignal(42), watch.sinceSignal(42)];
  };
  const { world } = machine();

  test.each<readonly [where: string, world: World]>([
    ["the system says nothing", machine(() => null).world],
    ["the world is simulated", { ...world, processes: {} as World["processes"] }],
    ["nobody knows who we are", { ...world, host: { ...world.host, startTime: null } }],
  ])("where %s", (_, given) => {
    expect(blind(given)).toEqual([{}, {}, {}]);
  });
});
