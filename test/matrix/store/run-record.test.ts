import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readOwnership, requireRunRecord } from "../../../src/matrix/store/run-record.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { temporaryDirectory } from "../place.ts";
import { runRecord } from "../records.ts";

function directoryWith(record: unknown): string {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "run.json"), JSON.stringify(record));
  return directory;
}

const whole = runRecord();
const [planned] = whole.plan;

describe("a run's record", () => {
  test("of an older build is read, without what later builds added", () => {
    const { showcase: _, ...config } = whole.config;
    const read = requireRunRecord(directoryWith({ ...whole, config }));
    expect(read).toEqual(whole);
    expect(read).not.toHaveProperty("canaries");
  });

  test("keeps what a newer build wrote besides", () => {
    const versions = { ...whole.versions, kernel: "6" };
    const newer = { ...whole, versions, host: "a", plan: [{ ...planned, weight: 2 }] };
    expect(requireRunRecord(directoryWith(newer))).toEqual(newer);
  });

  const timeouts = { ...whole.config.timeouts, seedMs: "long" };
  test.each([
    ["config.timeouts.seedMs", { config: { ...whole.config, timeouts } }],
    ["config", { config: null }],
    ["plan[1].target.provider", { plan: [planned, { ...planned, target: { agent: "pi" } }] }],
    ["versions.node", { versions: { ...whole.versions, node: 24 } }],
    ["runner.startTime", { runner: { pid: 1 } }],
    ["canaries.total", { canaries: { build: "b", total: "1" } }],
    ["subjects.v2", { subjects: { v2: 2 } }],
    ["checkout.withRunsPi", { checkout: { directory: "/x" } }],
  ])("with a damaged %s is refused, naming it and what to do", (path, changes) => {
    const directory = directoryWith({ ...whole, ...changes });
    const read = () => requireRunRecord(directory);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(`damaged: ${path}: `);
    expect(read).toThrow(/Restore it from a copy/);
  });

  test.each([
    ["null", null],
    ["of another format", { ...whole, format: "other" }],
  ])("that is %s makes its directory foreign", (_what, record) => {
    const directory = directoryWith(record);
    expect(() => requireRunRecord(directory)).toThrow("is not a run of this tool");
    expect(readOwnership(directory)).toBeNull();
  });

  test("of a newer version is refused by its version, not by its fields", () => {
    const read = () => requireRunRecord(directoryWith({ ...whole, version: 2, config: 1 }));
    expect(read).toThrow("has version 2; this build reads 1");
  });

  test("tells whose it is even when other fields cannot be read", () => {
    const directory = directoryWith({ ...whole, version: 2, config: null });
    expect(readOwnership(directory)).toMatchObject({ runner: whole.runner });
    expect(readOwnership(directoryWith({ ...whole, runner: { pid: "1" } }))).toBeNull();
  });
});
