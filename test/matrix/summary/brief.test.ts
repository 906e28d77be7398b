// What is left out of a brief result is never a verdict, and nothing that a table is made of.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createBrief } from "../../../src/matrix/summary/brief.ts";
import { cells, claim } from "../brief-cells.ts";
import { result } from "../results.ts";

test("what many cells say alike is kept once, and no verdict or reason of a failure is lost", () => {
  const [first, second, failed, open, , , shown, notShown] = cells.map(createBrief());
  expect(first?.claims).toBe(second?.claims);
  expect(first?.claims.map(({ verdict }) => verdict)).toEqual(["holds", "not-applicable"]);
  expect(failed?.claims[0]).toEqual(cells[2]?.claims[0]);
  expect(open?.claims).toEqual(cells[3]?.claims);
  expect(shown?.claims[0]).toEqual(cells[6]?.claims[0]);
  expect(notShown?.claims).toEqual(cells[7]?.claims);
});

/** As a file would have it. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("whatever else a cell has is kept, and so is all that was measured", () => {
  const rare = { known: ["a reason"], damaged: true, laterField: 1 } as const;
  const measures = {
    phases: [{ phase: "seed", durationMs: 5 }],
    usage: null,
    resumed: { inputTokens: 10, cachedTokens: 5 },
    refusedIn: ["resume"],
  };
  const cell = { ...result({ measures }), ...rare };
  const brief = createBrief()(cell);
  expect(written(brief)).toEqual(cell);
  expect(brief.measures?.phases).toEqual(measures.phases);
  expect(brief.measures?.resumed).toEqual(measures.resumed);
  expect(brief.measures?.refusedIn).toEqual(["resume"]);
  expect([brief.measures?.usage, brief.measures?.seed]).toEqual([null, undefined]);
});

test("nothing of a result but what claims said is left out", () => {
  const brief = createBrief();
  const bare = ({ claims: _, ...rest }: (typeof cells)[number]) => rest;
  expect(cells.map(brief).map(bare).map(written)).toEqual(cells.map(bare));
});

test("times are kept for as many cells as there are, whole or not", () => {
  const phasesOf = (index: number) => [
    { phase: "seed", durationMs: index },
    { phase: "reap", durationMs: index % 10 === 0 ? index + 0.25 : 2 ** 31 - 1 - index },
    { phase: "late", durationMs: index % 7 === 0 ? 2 ** 40 : 0 },
  ];
  const brief = createBrief();
  const many = Array.from({ length: 12_000 }, (_, index) => index);
  const kept = many.map((index) => {
    const measures = { phases: phasesOf(index), usage: null };
    return brief(result({ repetition: index + 1, measures }));
  });
  expect(kept.map(({ measures }) => measures?.phases)).toEqual(many.map(phasesOf));
});

test("of a cell fewer than 320 bytes are held, of however many", () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const names = Array.from({ length: 30 }, (_, index) => `claim-${index}`);
  const briefOf = (cells: number) => {
    const brief = createBrief();
    return Array.from({ length: cells }, (_, index) => {
      const phases = names.slice(0, 8).map((phase, at) => ({ phase, durationMs: index * 7 + at }));
      const gardenId = `20300102T030405-${index.toString(16).padStart(6, "0")}`;
      const claims = names.map((name) => claim(name, "holds"));
      const told = result({ gardenId, claims, measures: { phases, usage: null } });
      return brief({ ...told, repetition: index + 1, durationMs: index });
    });
  };
  const heldBy = (cells: number) => {
    const before = held();
    const kept = briefOf(cells);
    return kept.length === cells ? held() - before : Number.NaN;
  };
  heldBy(1000);
  // What does not grow with the cells, as code that is compiled meanwhile, is in both.
  const [few, many] = [heldBy(5_000), heldBy(25_000)];
  expect((many - few) / 20_000).toBeLessThan(320);
});
