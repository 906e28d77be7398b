// What a person sees of a run that goes on, from its state alone.
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/evidence/cell.ts";
import type { EvidenceEvent, Phase } from "../../../src/evidence/event.ts";
import type { PlannedCell } from "../../../src/matrix/plan/plan.ts";
import type { Coordinates } from "../../../src/matrix/summary/result.ts";
import { type FrameOptions, renderFrame } from "../../../src/report/live/frame.ts";
import { type LiveRun, liveRun } from "../../../src/report/live/state.ts";
import { coloured, colourless } from "../../../src/report/style.ts";
import { sequences } from "../../../src/world/printable.ts";
import { result } from "../../matrix/results.ts";
import { hostileTexts } from "../hostile.ts";

interface Wanted {
  readonly targets?: readonly string[];
  readonly lanes?: readonly string[];
  readonly scenarios?: readonly string[];
  readonly repeat?: number;
}

function planOf({ targets = ["gpt"], lanes = ["v2"], scenarios = ["plain"], repeat = 1 }: Wanted) {
  const planned: PlannedCell[] = [];
  for (let repetition = 1; repetition <= repeat; repetition += 1)
    for (const lane of lanes)
      for (const scenario of scenarios)
        for (const model of targets) {
          const target = { agent: "pi", provider: "one", model, wireApi: null };
          const gardenId = `cell-${planned.length}`;
          const cell = { target, lane, scenario, repetition, gardenId } as Cell;
          planned.push({ cell, place: planned.length, skip: null });
        }
  return planned;
}

const cellOf = (plan: readonly PlannedCell[], index: number): Cell => plan[index]?.cell as Cell;

const resultOf = (cell: Cell, verdict: "pass" | "fail" | "unknown") =>
  result({ ...(cell as Coordinates), gardenId: cell.gardenId, verdict });

const begun = (phase: Phase) => ({ type: "phase-started", phase, timeoutMs: 1 }) as EvidenceEvent;

const frame = (run: LiveRun, options: Partial<FrameOptions> = {}) =>
  renderFrame(run.state, { columns: 80, rows: 24, nowMs: 0, paint: colourless, ...options });

describe("a frame", () => {
  test("shows the grid, what runs in which phase, and how far it is", () => {
    const plan = planOf({ targets: ["good", "bad"], scenarios: ["plain", "race", "stale"] });
    const run = liveRun(plan, 0);
    for (const index of [0, 1, 2, 3]) run.started(cellOf(plan, index), 0);
    run.finished(resultOf(cellOf(plan, 0), "pass"));
    run.finished(resultOf(cellOf(plan, 1), "fail"));
    run.recorded(cellOf(plan, 2), begun("seed"), 1_000);
    run.recorded(cellOf(plan, 2), begun("assistant-turn"), 2_500);
    expect(frame(run, { nowMs: 4_000 })).toEqual([
      "one/good ✓▸·",
      "one/bad  ✗▸·",
      "✓ pass  ✗ fail  ? unknown  ▸ running  · to come",
      "▸ assistant-turn   1.5 s one/good v2 race #1",
      "▸                  4.0 s one/bad v2 race #1",
      "2/6 cells  1 failed  0:04  about 0:04 left  0.5 cells/s",
    ]);
  });

  test("has a row for each scenario where there is one target, and its cells are repeated", () => {
    const run = liveRun(planOf({ scenarios: ["plain", "race"], repeat: 3 }), 0);
    expect(frame(run).slice(0, 2)).toEqual(["plain ···", "race  ···"]);
  });

  test("leaves names whole where the cells leave room, else cuts them where they are alike", () => {
    const lanes = ["v2", "canary:released-at-spawn"];
    const targets = ["some-model-of-a-long-name", "other"];
    const shown = (count: number) => {
      const scenarios = Array.from({ length: count }, (_, n) => `s${n}`);
      return frame(liveRun(planOf({ lanes, targets, scenarios }), 0), { columns: 60 });
    };
    expect(shown(3)).toContain("one/some-model-of-a-long-name canary:released-at-spawn ···");
    const names = shown(40).map((line) => line.slice(0, 23));
    expect(names).toContain("one/some-mo…ed-at-spawn");
    expect(names).toContain("one/some-mo…ong-name v2");
  });

  test("lets a cell that is tried again wait again", () => {
    const plan = planOf({});
    const run = liveRun(plan, 0);
    run.started(cellOf(plan, 0), 0);
    run.attempted(resultOf(cellOf(plan, 0), "unknown"));
    expect(frame(run)).toEqual(expect.arrayContaining(["one/gpt ·", "0/1 cells  0:00"]));
  });

  test("counts no cell that is skipped", () => {
    const [first, second] = planOf({ targets: ["a", "b"] }) as [PlannedCell, PlannedCell];
    const run = liveRun([first, { ...second, skip: "no key" }], 0);
    expect(frame(run)).toEqual(expect.arrayContaining(["one/b -", "0/1 cells  0:00"]));
  });

  test("sums up the rows that do not fit, after those where something happens", () => {
    const targets = Array.from({ length: 300 }, (_, index) => `m${index}`);
    const plan = planOf({ targets, scenarios: ["plain", "race"] });
    const run = liveRun(plan, 0);
    run.finished(resultOf(cellOf(plan, 250), "fail"));
    run.started(cellOf(plan, 299), 0);
    const lines = frame(run, { rows: 15 });
    expect(lines).toHaveLength(10);
    expect(lines.join("\n")).toContain("one/m250 ✗·");
    expect(lines.join("\n")).toContain("one/m299 ▸·");
    expect(lines).toContain("… 293 more rows: 0/586 cells");
  });

  test("breaks a row that is too long where there is room, else one sign stands for several cells", () => {
    const scenarios = Array.from({ length: 100 }, (_, index) => `s${index}`);
    const few = planOf({ targets: ["a", "b"], scenarios });
    expect(frame(liveRun(few, 0), { rows: 40 })[1]).toMatch(/^ {5} ·+$/);
    const many = planOf({ targets: [..."abcdefghijkl"], scenarios });
    const run = liveRun(many, 0);
    run.finished(resultOf(cellOf(many, 0), "pass"));
    run.finished(resultOf(cellOf(many, 13), "fail"));
    const lines = frame(run, { rows: 24 });
    expect(lines[0]).toBe(`one/a ${"·".repeat(50)}`);
    expect(lines[1]).toBe(`one/b ✗${"·".repeat(49)}`);
    expect(lines).toContain("✓ pass  ✗ fail  ? unknown  ▸ running  · to come  (a sign: 2 cells)");
  });

  test.each([0, 80])("takes a terminal that says it is %i wide for one of 80", (columns) => {
    const run = liveRun(planOf({ scenarios: Array.from({ length: 300 }, (_, n) => `s${n}`) }), 0);
    expect(frame(run, { columns, rows: 0 })[0]).toHaveLength(79);
  });
});

const anyVerdict = fc.constantFrom("pass", "fail", "unknown" as const);
const anyName = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...hostileTexts.map(([, text]) => text.slice(0, 2_000))),
);

/** Some of it is planned, some runs, some is over. */
const anyRun = fc
  .record({
    targets: fc.uniqueArray(anyName, { minLength: 1, maxLength: 30 }),
    lanes: fc.uniqueArray(anyName, { minLength: 1, maxLength: 2 }),
    scenarios: fc.uniqueArray(anyName, { minLength: 1, maxLength: 20 }),
    repeat: fc.integer({ min: 1, max: 2 }),
    over: fc.array(anyVerdict, { maxLength: 40 }),
    running: fc.nat({ max: 20 }),
  })
  .map(({ over, running, ...wanted }) => {
    const plan = planOf(wanted);
    const run = liveRun(plan, 0);
    for (const [index, { cell }] of plan.entries()) {
      if (index < over.length + running) run.started(cell, index);
      const verdict = over[index];
      if (verdict) run.finished(resultOf(cell, verdict));
      else run.recorded(cell, begun("assistant-turn"), index);
    }
    return run;
  });

const anyOptions = fc.record({
  columns: fc.integer({ min: 1, max: 250 }),
  rows: fc.integer({ min: 1, max: 100 }),
  nowMs: fc.integer({ min: 0, max: 10_000_000 }),
  paint: fc.constantFrom(colourless, coloured),
});

property.prop([anyRun, anyOptions])(
  "is never as wide as the terminal nor as high, whatever the names hold",
  (run, options) => {
    const lines = renderFrame(run.state, options);
    expect(lines.length).toBeLessThan(options.rows);
    for (const line of lines) {
      const text = line.replace(sequences, "");
      expect(text.length).toBeLessThan(options.columns);
      // Nothing that a terminal obeys, and nothing of another width than one.
      expect(text).toMatch(/^[\u0020-\u007e…✓✗▸·]*$/u);
      if (options.paint === colourless) expect(text).toBe(line);
    }
  },
);

test("a cell costs no more in a matrix of 10,000 than in one of 500, a frame for each hundredth of it included", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
  const costOfCell = (targets: number) => {
    const plan = planOf({ targets: names(targets), scenarios: names(100) });
    const { user } = process.cpuUsage();
    const run = liveRun(plan, 0);
    for (const [index, { cell }] of plan.entries()) {
      run.started(cell, index);
      for (const phase of ["seed", "reap"] as const) run.recorded(cell, begun(phase), index);
      run.finished(resultOf(cell, "pass"));
      if (index % targets === 0) frame(run, { nowMs: index });
    }
    expect(frame(run).at(-1)).toContain(`${plan.length}/${plan.length} cells`);
    return process.cpuUsage({ user, system: 0 }).user / plan.length;
  };
  costOfCell(5);
  expect(costOfCell(100)).toBeLessThan(5 * costOfCell(5));
});
