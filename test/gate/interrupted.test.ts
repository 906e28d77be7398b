// A cell that is cut off, or whose subject misbehaves in its last moments, still ends whole: nothing
// of it lives on, its lock is given back, and its evidence ends with its end.
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EvidenceEvent } from "../../src/evidence/event.ts";
import { eventsOf, lastOf } from "../../src/evidence/evidence.ts";
import { defineScenario } from "../../src/gate/scenario.ts";
import { cellMarker } from "../../src/gate/stage.ts";
import { defineLane } from "../../src/lanes/lane.ts";
import { v1 } from "../../src/lanes/v1.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { bounded } from "../../src/world/time-is-up.ts";
import { type Harness, startHarness } from "./harness.ts";

const never = new AbortController().signal;

describe.concurrent("a cell", { timeout: 120_000 }, () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  test.for<EvidenceEvent["type"]>([
    "dispatch-started",
    "lock-acquired",
    "socket-inspected",
    "trust-asked",
    "child-requested",
    "watch-ended",
  ])("that is interrupted at %s leaves no child, no lock and no late event", async (moment) => {
    const interrupt = new AbortController();
    const seen: string[] = [];
    const { evidence, judgement } = await harness.runCell({
      scenario: "plain",
      signal: interrupt.signal,
      onEvent(event) {
        seen.push(event.type);
        const isSeed = event.type === "child-requested" && event.role === "seed";
        if (event.type === moment && !isSeed) interrupt.abort();
      },
    });
    const marked = () => nodeWorld().processes.withMarker(cellMarker, evidence.cell.gardenId);
    expect(await marked()).toEqual([]);
    expect(seen.at(-1)).toBe("cell-ended");
    expect(lastOf(evidence, "census")).toMatchObject({ locks: [], processes: [], sockets: [] });
    expect(judgement.verdict).toBe("unknown");
    const before = seen.length;
    // A child that was started behind the reaper's back would have shown itself by now.
    await sleep(500);
    expect(await marked()).toEqual([]);
    expect(seen).toHaveLength(before);
  });

  test("that takes longer than the user allowed says so at its end", async () => {
    const { signal, over } = bounded(nodeWorld().clock, 200, "it took too long", never);
    const { evidence, judgement } = await harness.runCell({ scenario: "plain", signal });
    over();
    const because = "it took too long";
    expect(lastOf(evidence, "cell-ended")).toMatchObject({ interrupted: true, because });
    expect(lastOf(evidence, "census")).toMatchObject({ locks: [], processes: [], sockets: [] });
    expect(judgement.verdict).toBe("unknown");
  });

  test("whose lane hangs after its start is ended, its child with it", async () => {
    const hangs = defineLane({
      ...v2,
      name: "hangs",
      resume: async (request, seams) => {
        await v2.resume(request, seams);
        return new Promise(() => undefined);
      },
    });
    const scenario = defineScenario({
      name: "brief",
      summary: "bounds that a hung lane soon runs into",
      faults: [],
      expect: () => ({ kind: "resumed" }),
      timeouts: { observeMs: 0 },
    });
    const { evidence, complaints } = await harness.runCell({ lane: hangs, scenario });
    expect(complaints.join("\n")).toMatch(/bounded violated: dispatch ran into its/);
    expect(lastOf(evidence, "census")).toMatchObject({ locks: [], processes: [] });
  });

  test("whose scenario holds its lane up for longer than the lane may take is no worse for it", async () => {
    const slow = defineScenario({
      name: "slow-fault",
      summary: "what it does at the start of the child takes its time",
      faults: [],
      expect: () => ({ kind: "resumed" }),
      timeouts: { observeMs: 0 },
      whenStarted: () => sleep(12_000),
    });
    const patient = defineLane({
      ...v2,
      resume: (request, seams) => {
        const timeouts = { ...seams.cell.timeouts, observeMs: 30_000 };
        return v2.resume(request, { ...seams, cell: { ...seams.cell, timeouts } });
      },
    });
    const { complaints } = await harness.runCell({ scenario: slow, lane: patient });
    expect(complaints).toEqual([]);
  });

  test("whose subject deletes the session is caught, and still looked over to its end", async () => {
    const deletes = defineLane({
      ...v1,
      name: "deletes",
      resume: async (request, seams) => {
        const outcome = await v1.resume(request, seams);
        await rm(seams.cell.paths.sessionDirectory, { recursive: true });
        return outcome;
      },
    });
    const { evidence, complaints } = await harness.runCell({ scenario: "plain", lane: deletes });
    expect(complaints.join("\n")).toContain("append-only violated");
    expect(eventsOf(evidence, "gate-failed")).toEqual([]);
    expect(lastOf(evidence, "census")).toBeDefined();
  });
});
