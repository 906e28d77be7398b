import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildId } from "../../../src/matrix/store/build.ts";
import { keepExploration, readExploration } from "../../../src/matrix/store/exploration-record.ts";
import {
  type ExplorationResult,
  explorationOf,
} from "../../../src/matrix/summary/exploration-stamp.ts";
import { temporaryDirectory } from "../place.ts";

const held = (changes: Partial<ExplorationResult> = {}): ExplorationResult => ({
  lane: "v2",
  randomSeed: 1,
  schedules: 100,
  whole: true,
  broken: [],
  ...changes,
});

describe("the explorations of a lane", () => {
  test("are summed up over random seeds, each of which counts once", () => {
    const results = [held(), held({ schedules: 300 }), held({ randomSeed: 2 })];
    expect(explorationOf("b", "v2", results)).toEqual({
      build: "b",
      lane: "v2",
      schedules: 400,
      broken: [],
    });
  });

  test("count no schedule that asked some claims alone, but what it broke", () => {
    const some = held({ whole: false, broken: ["single-writer"] });
    expect(explorationOf("b", "v2", [some, held({ broken: ["single-writer"] })])).toMatchObject({
      schedules: 100,
      broken: ["single-writer"],
    });
  });

  test("say nothing of another lane", () => {
    expect(explorationOf("b", "v1", [held()])).toBeNull();
  });
});

describe("the record beside the runs", () => {
  test("is added to, and of this build alone", () => {
    const output = temporaryDirectory();
    keepExploration(output, held({ randomSeed: 9, broken: ["one-turn"] }), "another build");
    expect(readExploration(output, "v2")).toBeNull();
    keepExploration(output, held());
    keepExploration(output, held({ randomSeed: 2 }));
    expect(readExploration(output, "v2")).toEqual({
      build: buildId(),
      lane: "v2",
      schedules: 200,
      broken: [],
    });
  });

  test("that was cut off is refused with what to do, and mended by the next exploration", () => {
    const output = temporaryDirectory();
    keepExploration(output, held());
    writeFileSync(join(output, ".cache", "explore.json"), '{"format":');
    expect(() => readExploration(output, "v2")).toThrow(
      /no JSON\. Remove it, and run `pnpm matrix explore`/,
    );
    keepExploration(output, held());
    expect(readExploration(output, "v2")).toMatchObject({ schedules: 100 });
  });
});
