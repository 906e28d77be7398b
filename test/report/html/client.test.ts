// What the page's script decides without a browser: the address, the selection, the rows of time.
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { gridOf } from "../../../src/report/html/client/grid.ts";
import { searchableIn, selectedIn, sorted } from "../../../src/report/html/client/selection.ts";
import { timelineOf } from "../../../src/report/html/client/timeline.ts";
import { transcriptsIn } from "../../../src/report/html/client/transcript.ts";
import { hashOf, viewIn } from "../../../src/report/html/client/view.ts";
import { visible } from "../../../src/report/html/client/visible.ts";
import { positionsIn } from "../../../src/report/html/names.ts";
import { overviewOf } from "../../../src/report/html/overview.ts";
import { evidenceOf, plainV2, the, without } from "../../invariants/sample.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const first = viewIn("");

describe("the address", () => {
  const anyName = fc.option(fc.string({ minLength: 1 }));
  test.prop([
    fc.record({
      cell: anyName,
      claim: anyName,
      lane: anyName,
      target: anyName,
      query: fc.string(),
    }),
    fc.subarray(["fail", "pass"] as const),
    fc.option(fc.nat()),
  ])("says all that is looked at", (said, outcomes, finding) => {
    const view = {
      ...first,
      ...said,
      outcomes,
      finding,
      sort: "duration",
      descending: true,
    } as const;
    expect(viewIn(hashOf(view))).toEqual(view);
  });

  test("that says nothing known is the whole run", () => {
    expect(viewIn("#sort=no&outcome=no&finding=x&other")).toEqual(first);
    expect(viewIn(hashOf(first))).toEqual(first);
  });
});

describe("the selection", () => {
  const cells = [
    result({ verdict: "pass", durationMs: 30 }),
    result({ lane: "v1", verdict: "fail", because: "the lock was lost", durationMs: 10 }),
    result({ lane: "v1", scenario: "other", verdict: "unknown", durationMs: 20 }),
  ];
  const facts = { run: "r", directory: null, fidelity: "loopback", versions: versionsOf } as const;
  const overview = overviewOf(summarise(cells, { ...facts, interrupted: false }), {
    positions: positionsIn(cells),
    detailsPerBlock: 64,
    reportAll: false,
    runName: "r",
    hasEvents: () => false,
  });
  const searchable = searchableIn(overview);
  const selected = (hash: string) => selectedIn(searchable, viewIn(hash));

  test("takes what has every word, in its title or its reason", () => {
    expect(selected("#q=LOCK+v1")).toEqual([1]);
    expect(selected("#lane=v1")).toEqual([1, 2]);
    expect(selected("#lane=v1&scenario=other")).toEqual([2]);
    expect(selected("#outcome=pass,unknown")).toEqual([0, 2]);
    expect(selected("#finding=0")).toEqual([1]);
    expect(selected("#lane=nobody")).toEqual([]);
  });

  test("stands with the gravest first, or as it is asked for", () => {
    expect(sorted(overview, [0, 1, 2], first)).toEqual([1, 2, 0]);
    expect(sorted(overview, [0, 1, 2], viewIn("#sort=duration&order=descending"))).toEqual([
      0, 2, 1,
    ]);
  });

  test("is one square for each target and scenario, by its gravest cell", () => {
    const { squares, scenarios } = gridOf(overview, [0, 1, 2]);
    expect(squares.map(({ cells: own, gravest }) => [own, gravest.outcome])).toEqual([
      [[0, 1], "fail"],
      [[2], "unknown"],
    ]);
    expect(scenarios).toEqual([0, 1]);
  });
});

describe("the timeline", () => {
  const { events } = evidenceOf(plainV2);
  const rowsOf = (of: typeof events) =>
    new Map(timelineOf(of).rows.map((row) => [row.name, row] as const));

  test("has a bar from the lock's making to its release", () => {
    const [bar] = rowsOf(events).get("lock held by 1")?.bars ?? [];
    const seqs = ["lock-acquired", "lock-released"].map(
      (type) => events.find((event) => event.type === type)?.seq,
    );
    expect(bar).toMatchObject({ seqs, isBad: false, isOpen: false });
  });

  test("leaves open what has no end on record", () => {
    const cut = evidenceOf(without(plainV2, the("lock-released"))).events;
    const [bar] = rowsOf(cut).get("lock held by 1")?.bars ?? [];
    expect(bar).toMatchObject({ isOpen: true, toMs: cut.at(-1)?.atMs });
  });

  test("counts a child that the gate ended as no failure", () => {
    const [bar] = rowsOf(events).get("resume child 2 alive")?.bars ?? [];
    expect(bar?.isBad).toBe(false);
    const untold = evidenceOf(without(plainV2, the("signal-sent"))).events;
    expect(rowsOf(untold).get("resume child 2 alive")?.bars[0]?.isBad).toBe(true);
  });

  test("says the socket is up only between looks that found it so", () => {
    const { bars = [], marks = [] } = rowsOf(events).get("socket up") ?? {};
    expect(marks.map(({ isHollow }) => isHollow)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(bars).toHaveLength(3);
  });
});

test("the transcript is parted by the bytes that were there before the resume", () => {
  const [transcript] = transcriptsIn(evidenceOf(plainV2).events);
  const { before = [], after = [] } = transcript ?? {};
  expect(after.length).toBeGreaterThan(0);
  expect(before.every(({ offset }) => after.every((entry) => entry.offset > offset))).toBe(true);
});

test.prop([fc.string({ unit: "binary" })])("what is shown is what is printed", (text) => {
  expect(visible(text)).toMatch(/^[^\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/);
  expect(visible(text).isWellFormed()).toBe(true);
});
