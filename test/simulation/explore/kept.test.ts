import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { v1 } from "../../../src/lanes/v1.ts";
import { v2 } from "../../../src/lanes/v2.ts";
import { plainCase, type SimulatedCase } from "../../../src/simulation/case/case.ts";
import { tell } from "../../../src/simulation/case/story.ts";
import { decodeKept, encodeKept, keptName } from "../../../src/simulation/explore/keep.ts";
import { replay } from "../../../src/simulation/explore/replay.ts";

const dispatcher = { intent: "owned-outcome", delayMs: 0, fates: [] } as const;

const fork: SimulatedCase = { ...plainCase("v1"), dispatchers: [dispatcher, dispatcher] };

const kept = { claim: "single-writer", simulated: fork };

describe("a kept counterexample", () => {
  test("comes back from its file as it was", () => {
    expect(decodeKept("x.json", encodeKept(kept))).toEqual(kept);
  });

  test("has a name that follows from its claim and its case", () => {
    const other = { ...kept, simulated: { ...fork, picks: [1] } };
    expect(keptName(kept)).toMatch(/^single-writer-[0-9a-f]{8}\.json$/);
    expect(keptName(other)).not.toBe(keptName(kept));
  });

  test.each([
    ["what is not JSON", "{"],
    ["another version", encodeKept(kept).replace('"version": 1', '"version": 2')],
    ["a claim that there is not", encodeKept({ ...kept, claim: "no-such-claim" })],
    [
      "a case without a dispatcher",
      encodeKept({ ...kept, simulated: { ...fork, dispatchers: [] } }),
    ],
    ["a field it does not know", encodeKept(kept).replace('"picks"', '"more"')],
  ])("refuses %s, naming the file", (_what, text) => {
    expect(() => decodeKept("x.json", text)).toThrow(/x\.json/);
  });

  test("with a damaged field is refused, naming it and what to do", () => {
    const text = encodeKept(kept).replace('"pollMs": 100', '"pollMs": "100"');
    expect(() => decodeKept("x.json", text)).toThrow(
      /simulated\.timeouts\.pollMs: .*explore again/,
    );
  });

  test("is replayed to the byte, with its violation and its story", async () => {
    const [first, second] = [await replay(kept, v1), await replay(kept, v1)];
    expect(first.sha256).toBe(second.sha256);
    expect(first.violation?.claim).toBe("single-writer");
    const story = tell(first.examined.run.steps);
    expect(story[0]).toMatch(/^1\. \d+ ms, dispatcher 1: → is asked for owned-outcome/);
    expect(story.filter((line) => line.includes("STARTS A CHILD"))).toHaveLength(2);
  });

  test("holds in a case in which nobody else acts", async () => {
    const alone = { ...kept, simulated: { ...fork, dispatchers: [dispatcher] } };
    expect(await replay(alone, v1)).toMatchObject({ violation: null, unjudged: null });
  });

  test("of a claim that is not asked in its case is not said to hold", async () => {
    const { violation, unjudged } = await replay({ ...kept, claim: "bounded" }, v1);
    expect(violation).toBeNull();
    expect(unjudged).toMatch(/^it is not asked here\. Where a child stays/);
  });

  test("of a claim that does not apply in its case is not said to hold", async () => {
    const { unjudged } = await replay({ ...kept, claim: "single-release" }, v1);
    expect(unjudged).toMatch(/^not-applicable: /);
  });

  test("of the gate itself is judged wherever the gate ran", async () => {
    const held = decodeKept("x.json", encodeKept({ ...kept, claim: "gate" }));
    expect((await replay(held, v1)).unjudged).toBeNull();
  });
});

const directory = join(import.meta.dirname, "../../../counterexamples");

test.each(readdirSync(directory))(
  "%s shows what v2 had wrong once, or what v1 has",
  async (name) => {
    const found = decodeKept(name, readFileSync(join(directory, name), "utf8"));
    const { lane } = found.simulated;
    const { violation } = await replay(found, lane === "v1" ? v1 : v2);
    expect(violation?.claim).toBe(lane === "v1" ? found.claim : undefined);
  },
);
