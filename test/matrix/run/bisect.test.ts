import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { bisect, type Tried } from "../../../src/matrix/run/bisect.ts";

async function search(outcomes: readonly Tried[]) {
  const tried: number[] = [];
  const result = await bisect(outcomes.length, async (index) => {
    tried.push(index);
    return outcomes[index] ?? null;
  });
  return { result, tried };
}

/** The first `passing` versions pass, all others fail. */
const versions = (count: number, passing: number) =>
  Array.from({ length: count }, (_, index): Tried => (index < passing ? "pass" : "fail"));

describe("a bisection", () => {
  test.prop([fc.integer({ min: 1, max: 300 }), fc.nat()])(
    "finds the first that fails in about log2 of the versions, each tried once",
    async (count, any) => {
      const passing = any % count;
      const { result, tried } = await search(versions(count, passing));
      const before = passing === 0 ? null : passing - 1;
      expect(result).toEqual({ kind: "found", first: passing, before });
      expect(new Set(tried).size).toBe(tried.length);
      expect(tried.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(count)));
    },
  );

  test("asks the last one alone where that passes", async () => {
    expect(await search(versions(9, 9))).toEqual({ result: { kind: "none-fails" }, tried: [8] });
  });

  test("goes round a version of which nobody can tell", async () => {
    const outcomes: Tried[] = ["pass", "pass", null, "fail", "fail"];
    const { result } = await search(outcomes);
    expect(result).toEqual({ kind: "undecided", before: 1, first: 3 });
    const elsewhere: Tried[] = ["pass", "pass", "unknown", "pass", "fail"];
    expect((await search(elsewhere)).result).toEqual({ kind: "found", first: 4, before: 3 });
  });

  test("is undecided where the last one neither passes nor fails", async () => {
    const { result, tried } = await search(["pass", "unknown"]);
    expect([result, tried]).toEqual([{ kind: "undecided", before: null, first: null }, [1]]);
  });

  test.prop([fc.array(fc.constantFrom<Tried>("pass", "fail", "unknown", null), { minLength: 1 })])(
    "blames none that did not fail, and ends, whatever comes out",
    async (outcomes) => {
      const { result, tried } = await search(outcomes);
      expect(new Set(tried).size).toBe(tried.length);
      if (result.kind !== "found") return;
      expect(outcomes[result.first]).toBe("fail");
      expect(result.before === null ? result.first : outcomes[result.before]).toBe(
        result.before === null ? 0 : "pass",
      );
    },
  );
});
