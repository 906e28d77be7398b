import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { childName } from "../../../src/evidence/child.ts";
import type { EvidenceEvent } from "../../../src/evidence/event.ts";
import { eventsOf, lastOf } from "../../../src/evidence/evidence.ts";
import { judgeCell } from "../../../src/invariants/judge.ts";
import { lanes, neverLetGo, twoOfThem } from "../dispatcher-fixtures.ts";
import { type Harness, startHarness } from "../harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const run = async (lane: (typeof lanes)[keyof typeof lanes]) =>
  (await harness.runCell({ scenario: twoOfThem, lane })).evidence;

const dispatchOf = (event: EvidenceEvent) => ("dispatch" in event ? event.dispatch : null);

describe.concurrent("a dispatcher", { timeout: 120_000 }, () => {
  test("runs a lane of a module of its own, in a process of its own", async () => {
    const evidence = await run(lanes.refuses);
    const said = eventsOf(evidence, "dispatch-returned").map(({ outcome }) =>
      outcome.kind === "rejected" ? outcome.message : outcome.kind,
    );
    const pids = eventsOf(evidence, "child-started")
      .filter(({ role }) => role === "dispatcher")
      .map(({ pid }) => `from process ${pid}`);
    expect(pids).toHaveLength(2);
    expect(said.toSorted()).toEqual(pids.toSorted());
  });

  test("has its events recorded after its start, at its own times", async () => {
    const { events } = await run(lanes.refuses);
    for (const dispatch of [1, 2]) {
      const own = events.filter(
        (event) => dispatchOf(event) === dispatch && event.type !== "child-requested",
      );
      expect(own[0]?.type).toBe("dispatch-started");
      expect(own.at(-1)?.type).toBe("dispatch-returned");
      const times = own.map(({ atMs }) => atMs);
      expect(times.toSorted((a, b) => a - b)).toEqual(times);
    }
  });

  test("has what its lane throws recorded", async () => {
    const evidence = await run(lanes.throws);
    const messages = eventsOf(evidence, "dispatch-threw").map(({ message }) => message);
    expect(messages).toEqual(["thrown on purpose", "thrown on purpose"]);
    expect(lastOf(evidence, "gate-failed")).toBeUndefined();
  });

  test("that its lane ends is told as its end, with the place, whatever the exit code", async () => {
    const evidence = await run(lanes.endsItsProcess);
    const messages = eventsOf(evidence, "dispatcher-crashed").map(({ message }) => message);
    const told = /^process\.exit\(0\) was called at \/.*dispatcher-fixtures\.ts:\d+:\d+$/;
    expect(messages).toEqual([expect.stringMatching(told), expect.stringMatching(told)]);
    expect(judgeCell(evidence).verdict).toBe("fail");
  });

  test("that dies of nothing at all has even that told", async () => {
    const evidence = await run(lanes.throwsNothingLate);
    const messages = eventsOf(evidence, "dispatcher-crashed").map(({ message }) => message);
    expect(messages).toEqual(["null", "null"]);
    expect(lastOf(evidence, "gate-failed")).toBeUndefined();
  });

  test("between whose events another line stands makes the cell unknown, with its words", async () => {
    const evidence = await run(lanes.writesBetweenItsEvents);
    const { where, message } = lastOf(evidence, "gate-failed") ?? {};
    expect({ where, message }).toEqual({
      where: "dispatcher",
      message: `a dispatcher's event: monotonicMs must be a number ({"event":{}})`,
    });
    expect(eventsOf(evidence, "dispatch-returned")).toHaveLength(2);
    expect(judgeCell(evidence).verdict).not.toBe("pass");
  });

  test("that is killed leaves what it had recorded, and its lock", async () => {
    const evidence = await run(lanes.killsItself);
    const deaths = eventsOf(evidence, "child-exited").filter(({ role }) => role === "dispatcher");
    expect(deaths.map(({ signal }) => signal)).toContain("SIGKILL");
    const [lock] = eventsOf(evidence, "lock-acquired");
    expect(lock?.onDisk).toBe(lock?.nonce);
    expect(lastOf(evidence, "dispatch-returned")).toBeUndefined();
    expect(lastOf(evidence, "census")?.locks).toEqual([lock?.path]);
    expect(lastOf(evidence, "phase-ended")?.outcome).toBe("done");
  });

  test("that is gone has the end of its child told by the gate", async () => {
    const evidence = await run(lanes.leavesItsChild);
    const started = eventsOf(evidence, "child-started").filter(({ role }) => role === "resume");
    const ended = eventsOf(evidence, "child-exited").filter(({ role }) => role === "resume");
    expect(started.map(({ child }) => childName(child)).toSorted()).toEqual(["1.1", "2.1"]);
    expect(ended.map(({ child }) => childName(child)).toSorted()).toEqual(["1.1", "2.1"]);
    expect(lastOf(evidence, "census")?.processes).toEqual([]);
  });

  test("that cannot find its lane makes the cell's evidence incomplete, and says why", async () => {
    const evidence = await run({ ...lanes.refuses, name: "no-such-lane" });
    const failures = eventsOf(evidence, "gate-failed").map(({ message }) => message);
    expect(failures.join("\n")).toContain("no lane or scenario named no-such-lane");
    expect(failures.join("\n")).toContain("0 of 2 dispatchers came up");
    expect(lastOf(evidence, "census")?.processes).toEqual([]);
  });

  test("waiting for its start signal goes when the cell is interrupted", async () => {
    const interrupt = new AbortController();
    const { evidence, judgement } = await harness.runCell({
      scenario: neverLetGo,
      lane: lanes.refuses,
      signal: interrupt.signal,
      onEvent: ({ type }) => {
        if (type === "fault-armed") interrupt.abort();
      },
    });
    const [dispatcher] = eventsOf(evidence, "child-started").filter(
      ({ role }) => role === "dispatcher",
    );
    expect(lastOf(evidence, "cell-ended")?.interrupted).toBe(true);
    expect(eventsOf(evidence, "reaped")).toContainEqual(
      expect.objectContaining({ pid: dispatcher?.pid, how: "terminated", verified: true }),
    );
    expect(lastOf(evidence, "census")?.processes).toEqual([]);
    expect(judgement.verdict).not.toBe("pass");
  });
});
