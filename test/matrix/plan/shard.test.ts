import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dealt, ownBytes, parseShard } from "../../../src/matrix/plan/shard.ts";
import { cellTitle } from "../../../src/matrix/summary/result.ts";

const planned = (scenario: string, repetition: number, unsuited = false) => ({
  cell: {
    target: { agent: "pi", provider: "one", model: "m", wireApi: null },
    lane: "v2",
    scenario,
    repetition,
  },
  unsuited,
});

const planOf = (count: number) =>
  Array.from({ length: count }, (_, index) => planned(`s${index % 5}`, index + 1));

const shards = (of: number) => Array.from({ length: of }, (_, index) => index + 1);

describe("a plan", () => {
  property.prop([
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.option(fc.nat(5_000)), { minLength: 12, maxLength: 60 }),
  ])("is dealt out so that each cell is in one shard, in the plan's order", (of, durations) => {
    const plan = planOf(durations.length);
    const byTitle = new Map(
      plan.flatMap(({ cell }, index) => {
        const ms = durations[index] ?? null;
        return ms === null ? [] : [[cellTitle(cell), ms] as const];
      }),
    );
    const by = { run: "r", byTitle };
    const parts = shards(of).map((number) => dealt(plan, { number, of, by }));
    const places = parts.map((part) => part.map((each) => plan.indexOf(each)));
    for (const own of places) expect(own).toEqual(own.toSorted((a, b) => a - b));
    expect(places.flat().toSorted((a, b) => a - b)).toEqual(plan.map((_, index) => index));
  });

  test("goes in turn to each where nothing is known", () => {
    const plan = planOf(8);
    const parts = shards(3).map((number) => dealt(plan, { number, of: 3, by: null }));
    expect(parts.map((part) => part.map((each) => plan.indexOf(each)))).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5],
    ]);
  });

  test("is balanced by what its cells took; one that is new takes what its scenario does", () => {
    const plan = [planned("slow", 1), planned("slow", 2), ...planOf(18).slice(0, 10)];
    const known = plan.filter(({ cell }) => cell.repetition !== 2 || cell.scenario !== "slow");
    const byTitle = new Map(
      known.map(({ cell }) => [cellTitle(cell), cell.scenario === "slow" ? 5_000 : 1_000]),
    );
    const parts = shards(2).map((number) =>
      dealt(plan, { number, of: 2, by: { run: "r", byTitle } }),
    );
    expect(parts.map((part) => part.filter(({ cell }) => cell.scenario === "slow").length)).toEqual(
      [1, 1],
    );
    expect(parts.map((part) => part.length)).toEqual([6, 6]);
  });

  test("counts a cell that nobody could run as next to nothing", () => {
    const plan = [...planOf(4), ...planOf(4).map(({ cell }) => ({ cell, unsuited: true }))];
    const parts = shards(2).map((number) => dealt(plan, { number, of: 2, by: null }));
    expect(parts.map((part) => part.filter(({ unsuited }) => !unsuited).length)).toEqual([2, 2]);
  });

  test("that is too small for a shard is refused: it would test nothing", () => {
    expect(() => dealt(planOf(2), { number: 3, of: 3, by: null })).toThrow(
      "too few for this shard",
    );
  });
});

test("a shard's name is a part and how many there are", () => {
  expect(parseShard("3/8")).toEqual({ number: 3, of: 8 });
  for (const wrong of ["0/8", "9/8", "3", "3/", "a/8", "1/20000"])
    expect(parseShard(wrong)).toBeNull();
});

property.prop([fc.uint8Array({ minLength: 3, maxLength: 3 }), fc.integer({ min: 1, max: 10_000 })])(
  "two shards never draw one name",
  (bytes, of) => {
    const number = 1 + (((bytes[0] ?? 0) * 31 + (bytes[2] ?? 0)) % of);
    const own = ownBytes(bytes, { number, of });
    const value = [...own].reduce((sum, byte) => sum * 256 + byte, 0);
    expect(own).toHaveLength(3);
    expect(value % of).toBe(number - 1);
  },
);
