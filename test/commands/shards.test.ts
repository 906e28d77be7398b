// Shards of a plan, merged: the same as one run of it; and what no merge may pass over.
import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/matrix/store/run-record.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

const targets = ["one/good", "one/bad", "one/open", "two/good", "two/bad", "three/good"];

function configured(config: object = {}): string {
  const place = temporaryDirectory();
  writeConfig(place, { targets, lanes: ["v1", "v2"], repeat: 2, ...config });
  return place;
}

async function shardOf(place: string, name: string, more: readonly string[] = []) {
  const { code, stderr } = await inProcess(place, ["--shard", name, "--quiet", ...more]);
  const run = realpathSync(join(place, "out", "latest"));
  return { code, stderr, run };
}

async function shardsOf(place: string, of: number, more: readonly string[] = []) {
  const runs: string[] = [];
  for (let number = 1; number <= of; number += 1) {
    runs.push((await shardOf(place, `${number}/${of}`, more)).run);
  }
  return runs;
}

/** Ids, nonces, times and places are each run's own. */
const comparable = (text: string) =>
  text
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{6}/g, "<cell>")
    .replaceAll(/\d{8}-\d{6}-[0-9a-f]{4}/g, "<run>")
    // Times have two decimals at most, rates three.
    .replaceAll(/\b\d+\.\d{1,2}\b/g, "<time>")
    .replaceAll(/"(\w*Ms)":\s*[\d.]+/g, '"$1":0');

function change(run: string, changes: (record: RunRecord) => object): void {
  const path = join(run, "run.json");
  const record = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...record, ...changes(record) }));
}

describe("eight shards", () => {
  test("merged are one run of the plan: verdicts, tables, dossier, history of attempts", async () => {
    const place = configured();
    const whole = await inProcess(place, ["--quiet"]);
    const one = realpathSync(join(place, "out", "latest"));
    const runs = await shardsOf(place, 8);
    const merged = await inProcess(place, ["merge", ...runs]);
    const latest = realpathSync(join(place, "out", "latest"));
    expect(runs).not.toContain(latest);
    expect(merged.code).toBe(whole.code);
    expect(comparable(merged.stdout)).toBe(comparable(whole.stdout));
    for (const words of [["check"], ["check", "--json"], ["dossier"], ["dossier", "--json"]]) {
      const [name = "", ...flags] = words;
      const of = async (run: string) => inProcess(place, [name, run, ...flags]);
      const [then, now] = [await of(one), await of(latest)];
      expect(then.stdout.length).toBeGreaterThan(200);
      expect(comparable(now.stdout)).toBe(comparable(then.stdout));
      expect([now.code, now.stderr]).toEqual([then.code, then.stderr]);
    }
    expect(readdirSync(join(latest, "cells"))).toHaveLength(24);
  });

  test("each say that they are a part, whatever came of it, and check says so again", async () => {
    const place = configured({ targets: ["one/good"], lanes: ["v2"] });
    const { code, stdout } = await inProcess(place, ["--shard", "2/2", "--json"]);
    const told = "it is shard 2/2, 1 of 2 cells; matrix merge puts the shards together";
    expect([code, JSON.parse(stdout).notAcceptance]).toEqual([0, told]);
    const again = await inProcess(place, ["check"]);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(told)]);
    const whole = await inProcess(place, ["--shard", "1/1", "--json"]);
    expect(JSON.parse(whole.stdout).notAcceptance).toBeNull();
  });

  test("each leave their own remainder as the name of a cell", async () => {
    const runs = await shardsOf(configured(), 4);
    const remainders = runs.map((run) =>
      readdirSync(join(run, "cells")).map((cell) => Number.parseInt(cell.slice(-6), 16) % 4),
    );
    expect(remainders.map((own) => [...new Set(own)])).toEqual([[0], [1], [2], [3]]);
  });

  test("are balanced by a run that is named, and list prints what each has", async () => {
    const place = configured();
    await inProcess(place, ["--quiet"]);
    const run = realpathSync(join(place, "out", "latest"));
    const by = ["--shard-by", run];
    const listed = await Promise.all(
      [1, 2].map((number) => inProcess(place, ["list", "--shard", `${number}/2`, ...by])),
    );
    const titles = listed.flatMap(({ stdout }) => stdout.trimEnd().split("\n").slice(0, -1));
    expect(new Set(titles).size).toBe(24);
    const merged = await inProcess(place, ["merge", ...(await shardsOf(place, 2, by))]);
    expect(merged.stdout).toContain("24 planned, 12 pass");
  });
});

describe("a shard that lacks", () => {
  test("leaves the merged run unfinished, and --continue runs its cells", async () => {
    const place = configured({ targets: ["one/good", "two/good"] });
    const [first = "", second = ""] = await shardsOf(place, 3);
    const merged = await inProcess(place, ["merge", first, second, "--json"]);
    const { cells, verdict, notAcceptance } = JSON.parse(merged.stdout);
    const lost = cells.filter((cell: { verdict: string }) => cell.verdict === "skip");
    expect(merged.code).toBe(2);
    expect(verdict).toBe("unknown");
    expect(notAcceptance).toContain("did not run to their end");
    expect(new Set(lost.map((cell: { because: string }) => cell.because))).toEqual(
      new Set(["not run: shard 3/3 is not among those that were merged"]),
    );
    const record: RunRecord = JSON.parse(
      readFileSync(join(place, "out", "latest", "run.json"), "utf8"),
    );
    expect(record.endedAt).toBeNull();
    change(join(place, "out", "latest"), () => ({ runner: { pid: 1, startTime: "another" } }));
    const whole = await inProcess(place, ["--continue", "latest", "--json"]);
    expect(JSON.parse(whole.stdout)).toMatchObject({
      verdict: "pass",
      counts: { run: 8, skip: 0 },
    });
  });

  test("and one that did not run to its end is no better", async () => {
    const place = configured({ targets: ["one/good", "two/good"] });
    const [first = "", second = ""] = await shardsOf(place, 2);
    const journal = join(second, "journal.jsonl");
    const lines = readFileSync(journal, "utf8").split("\n");
    writeFileSync(journal, `${lines.slice(0, -2).join("\n")}\n`);
    expect((await inProcess(place, ["merge", first, second])).code).toBe(2);
  });
});

describe("no merge is made", () => {
  const refused = async (place: string, runs: readonly string[]) => {
    const { code, stderr, stdout } = await inProcess(place, ["merge", ...runs]);
    expect([code, stdout]).toEqual([254, ""]);
    return stderr;
  };

  test("of shards with a cell in common, of a run that is none, of one plan with another", async () => {
    const place = configured();
    const { run: first } = await shardOf(place, "1/2");
    const { run: twin } = await shardOf(place, "1/2");
    expect(await refused(place, [first, twin])).toMatch(/12 of its cells are in .*1\/2 as well/);
    const { run: third } = await shardOf(place, "3/3");
    expect(await refused(place, [first, third])).toMatch(/number of shards: 3, and 2 in/);
    const { run: more } = await shardOf(place, "2/2", ["--repeat-each", "3"]);
    const told = await refused(place, [first, more]);
    expect(told).toContain("config: repeat: 3, and 2 in");
    expect(told).toContain("its plan has 36 cells, and 24 there");
    await inProcess(place, ["--quiet"]);
    expect(await refused(place, [first, "latest"])).toContain("run without --shard");
  });

  test("of shards of another build, agent or Node; what differs is told", async () => {
    const place = configured();
    const [first = "", second = ""] = await shardsOf(place, 2);
    change(second, ({ versions }) => ({
      build: "0123",
      versions: { ...versions, agent: "9.9.8", node: "v25" },
    }));
    const told = await refused(place, [first, second]);
    expect(told).toContain("agent: pi 9.9.8, and pi 9.9.9 in");
    expect(told).toContain("build: 0123, and ");
    expect(told).toContain("node: v25, and v24 in");
  });

  test("of shards that were dealt out by different durations", async () => {
    const place = configured();
    await inProcess(place, ["--quiet"]);
    const run = realpathSync(join(place, "out", "latest"));
    const { run: first } = await shardOf(place, "1/2");
    const { run: second } = await shardOf(place, "2/2", ["--shard-by", run]);
    expect(await refused(place, [first, second])).toMatch(
      /dealt out by: \d{8}-.*, and no earlier run in/,
    );
  });

  test("where a shard's plan was changed, so that a cell is in none", async () => {
    const place = configured();
    const [first = "", second = ""] = await shardsOf(place, 2);
    change(second, ({ plan }) => ({ plan: plan.slice(1) }));
    expect(await refused(place, [first, second])).toContain("1 cells are in none of the 2 shards");
  });
});

describe("the command line", () => {
  test.each([
    [["--shard", "9/8"], "there is no such part"],
    [["--shard", "a"], "such as 3/8"],
    [["--shard-by", "latest"], "name one with --shard"],
    [["--shard", "1/2", "--shuffle"], "needs a seed"],
    [["--shard", "1/2", "--continue", "latest"], "cannot be used with"],
    [["--shard", "30/30"], "too few for this shard"],
  ])("%j is refused", async (args, why) => {
    const { code, stderr } = await inProcess(configured(), args);
    expect(code).toBe(254);
    expect(stderr).toContain(why);
  });

  test("nothing is added to a shard", async () => {
    const place = configured();
    const { run } = await shardOf(place, "1/2");
    change(run, () => ({ runner: { pid: 1, startTime: "another" } }));
    const { code, stderr } = await inProcess(place, ["--continue", run, "--repeat-each", "9"]);
    expect(code).toBe(254);
    expect(stderr).toContain("--continue of a shard");
  });
});
