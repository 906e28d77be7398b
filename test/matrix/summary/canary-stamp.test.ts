import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildId } from "../../../src/matrix/store/build.ts";
import { keepResults, keptResults } from "../../../src/matrix/store/canary-record.ts";
import {
  type CanaryResult,
  canarySentence,
  stampOf,
} from "../../../src/matrix/summary/canary-stamp.ts";
import { type RunFacts, summarise } from "../../../src/matrix/summary/summary.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { result as cell, versionsOf } from "../results.ts";

const result = (changes: Partial<CanaryResult> = {}): CanaryResult => ({
  name: "a",
  claim: "bounded",
  fidelity: "sim",
  outcome: "killed",
  because: "",
  others: [],
  durationMs: 1,
  ...changes,
});
const survivor = result({ name: "b", outcome: "survived" });

describe("the stamp", () => {
  const facts: RunFacts = {
    run: "r",
    directory: "/out/r",
    fidelity: "loopback",
    versions: versionsOf,
    interrupted: false,
  };

  test("takes the pass from a run whose build has a survivor, and says so", () => {
    const canaries = stampOf("0123", ["a", "b"], [result(), survivor]);
    const { verdict, exitCode, notAcceptance } = summarise([cell()], { ...facts, canaries });
    expect({ verdict, exitCode, notAcceptance }).toEqual({
      verdict: "unknown",
      exitCode: 2,
      notAcceptance: "this build cannot be trusted to turn red: canary b: survived (sim)",
    });
  });

  test("leaves a failure a failure", () => {
    const canaries = stampOf("0123", ["b"], [survivor]);
    const { exitCode } = summarise([cell({ verdict: "fail" })], { ...facts, canaries });
    expect(exitCode).toBe(1);
  });

  test("lets a run pass whose canaries were all killed, or not run", () => {
    const killed = stampOf("0123", ["a"], [result()]);
    for (const canaries of [killed, null]) {
      expect(summarise([cell()], { ...facts, canaries }).exitCode).toBe(0);
    }
  });

  test("counts a canary as killed only if it was at each fidelity", () => {
    const results = [result(), result({ fidelity: "loopback", outcome: "stale" }), survivor];
    const stamp = stampOf("0123", ["a", "b", "c"], results);
    expect(stamp).toMatchObject({ total: 3, killed: 0, sim: 2, loopback: 1 });
    expect(canarySentence(stamp)).toContain("0 of 3 killed, 2 NOT KILLED, 1 not run (");
    expect(stamp.notKilled).toEqual(["a: stale (loopback)", "b: survived (sim)"]);
  });

  test("says that nothing was run rather than nothing", () => {
    expect(canarySentence(null)).toContain("not run for this build");
    expect(canarySentence(stampOf("0123", ["a"], [result()]))).toContain("1 of 1 killed");
  });
});

describe("what is kept", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "rm-canary-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test("is added to, and a newer result takes an older one's place", () => {
    keepResults(directory, [result({ outcome: "hung" }), survivor], "one");
    keepResults(directory, [result()], "one");
    expect(keptResults(directory, "one")).toEqual([survivor, result()]);
  });

  test("says nothing of another build", () => {
    keepResults(directory, [survivor], "one");
    expect(keptResults(directory, "two")).toEqual([]);
    keepResults(directory, [result()], "two");
    expect(keptResults(directory, "two")).toEqual([result()]);
  });

  test("keeps what a newer build wrote besides", () => {
    const newer = { ...survivor, seed: 1 };
    keepResults(directory, [newer], "one");
    expect(keptResults(directory, "one")).toEqual([newer]);
  });

  const outcome = "thrived" as CanaryResult["outcome"];
  test.each([
    ["results[1].outcome", [result(), { ...survivor, outcome }]],
    ["results[0].others", [{ ...result(), others: null as unknown as string[] }]],
  ])(
    "with a damaged %s is refused by this build, and mended by the next result",
    (path, damaged) => {
      keepResults(directory, damaged, "one");
      expect(() => keptResults(directory, "one")).toThrow(UsageError);
      expect(() => keptResults(directory, "one")).toThrow(`canary.json is damaged: ${path}: `);
      expect(() => keptResults(directory, "one")).toThrow(
        /Remove it, and run `pnpm matrix canary`/,
      );
      expect(keptResults(directory, "two")).toEqual([]);
      keepResults(directory, [survivor], "one");
      expect(keptResults(directory, "one")).toEqual([survivor]);
    },
  );

  test("that was cut off is refused, not taken for nothing", () => {
    keepResults(directory, [survivor], "one");
    writeFileSync(join(directory, ".cache", "canary.json"), '{"format":');
    expect(() => keptResults(directory, "one")).toThrow("it is no JSON");
  });

  test("is of another build as soon as a module has another text or name", () => {
    writeFileSync(join(directory, "a.ts"), "1");
    const first = buildId(directory);
    expect(buildId(directory)).toBe(first);
    writeFileSync(join(directory, "notes.md"), "no module");
    expect(buildId(directory)).toBe(first);
    writeFileSync(join(directory, "a.ts"), "2");
    expect(buildId(directory)).not.toBe(first);
  });
});
