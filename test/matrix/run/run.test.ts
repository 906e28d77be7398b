import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openContinued } from "../../../src/matrix/run/continue.ts";
import { runMatrix } from "../../../src/matrix/run/run.ts";
import { checkRun } from "../../../src/matrix/store/check.ts";
import { findRunDirectory } from "../../../src/matrix/store/find-run.ts";
import { decodeJournal } from "../../../src/matrix/store/journal.ts";
import { requireRunRecord } from "../../../src/matrix/store/run-record.ts";
import { cellTitle } from "../../../src/matrix/summary/result.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { unwritable } from "../../../src/world/storage-error.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { fakeParts } from "../fake-parts.ts";
import { requestFor, silent, temporaryDirectory } from "../place.ts";

const world = nodeWorld();
const never = new AbortController().signal;

async function runOnce(targets: readonly string[], environment: Record<string, string> = {}) {
  const place = temporaryDirectory();
  const parts = fakeParts(world);
  const request = await requestFor(place, { targets }, parts, environment);
  const summary = await runMatrix(request, parts, world, silent, never);
  const directory = summary.directory ?? "";
  return { place, parts, request, summary, directory };
}

describe("a run", () => {
  test("leaves its record, journal and evidence, and no sockets", async () => {
    const { place, directory, summary } = await runOnce(["one/good", "two/good"]);
    expect(summary).toMatchObject({ verdict: "pass", exitCode: 0, counts: { run: 2 } });
    expect(readlinkSync(join(place, "out", "latest"))).toBe(summary.run);
    expect(readdirSync(directory).sort()).toEqual(["cells", "journal.jsonl", "run.json"]);
    expect(requireRunRecord(directory).endedAt).not.toBeNull();
    const bases = readdirSync(place).filter((name) => name.startsWith("rm-"));
    expect(bases.flatMap((name) => readdirSync(join(place, name)))).toEqual([]);
  });

  test("keeps the files of a cell that did not pass, and only those", async () => {
    const { directory, summary } = await runOnce(["one/good", "two/bad", "three/open"]);
    expect(summary.exitCode).toBe(1);
    const kept = summary.cells.map(({ verdict, kept, gardenId }) => ({
      verdict,
      named: kept === null ? null : existsSync(join(directory, kept)),
      there: existsSync(join(directory, "cells", gardenId, "files")),
    }));
    expect(kept).toEqual([
      { verdict: "pass", named: null, there: false },
      { verdict: "fail", named: true, there: true },
      { verdict: "unknown", named: true, there: true },
    ]);
  });

  test("is judged again from its evidence to the same verdicts", async () => {
    const { directory, summary, parts } = await runOnce(["one/good", "two/bad", "three/open"]);
    const checked = checkRun(directory, parts.judge);
    expect(checked.notices).toEqual([]);
    expect(checked.summary).toEqual(summary);
  });

  test("that is judged differently today says which cells changed", async () => {
    const { directory } = await runOnce(["one/good"]);
    const { summary, notices } = checkRun(directory, () => ({ verdict: "fail", claims: [] }));
    expect(summary.exitCode).toBe(1);
    expect(notices).toEqual(["pi:one/good v2 plain #1: was pass, is fail"]);
  });

  test("writes no secret into evidence, journal or record", async () => {
    const { directory, place } = await runOnce(["one/secret"], { SOME_API_KEY: "hunter22hunter" });
    const files = readdirSync(place, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(json|jsonl)$/.test(name))
      .map((name) => readFileSync(join(place, name), "utf8"));
    expect(files.some((text) => text.includes("[SOME_API_KEY]"))).toBe(true);
    expect(files.filter((text) => text.includes("hunter22"))).toEqual([]);
    expect(existsSync(directory)).toBe(true);
  });

  test("leaves a `latest` alone that is no link", async () => {
    const place = temporaryDirectory();
    mkdirSync(join(place, "out", "latest"), { recursive: true });
    writeFileSync(join(place, "out", "latest", "mine"), "");
    const parts = fakeParts(world);
    const request = await requestFor(place, { targets: ["one/good"] }, parts);
    await runMatrix(request, parts, world, silent, never);
    expect(readdirSync(join(place, "out", "latest"))).toEqual(["mine"]);
  });

  test("whose sockets would have too long a path is refused before anything is made", async () => {
    const place = temporaryDirectory();
    const parts = fakeParts(world);
    const socketDirectory = join(place, "s".repeat(120));
    const request = await requestFor(place, { targets: ["one/good"], socketDirectory }, parts);
    request.place satisfies object;
    const long = { ...request, place: { ...request.place, socketDirectory } };
    await expect(runMatrix(long, parts, world, silent, never)).rejects.toThrow(/sockets.*bytes/s);
    expect(existsSync(join(place, "out"))).toBe(false);
  });

  test("refuses a socket base that is somebody else's link", async () => {
    const place = temporaryDirectory();
    const parts = fakeParts(world);
    const request = await requestFor(place, { targets: ["one/good"] }, parts);
    mkdirSync(join(place, "elsewhere"));
    symlinkSync(join(place, "elsewhere"), join(place, `rm-${request.place.userId}`));
    await expect(runMatrix(request, parts, world, silent, never)).rejects.toThrow(UsageError);
  });

  test("ends in bounded time when interrupted, with what was done", async () => {
    const place = temporaryDirectory();
    const stop = new AbortController();
    const parts = fakeParts(world, ({ target }) => {
      if (target.model === "slow") stop.abort();
    });
    const targets = ["one/good", "two/slow", "two/good"];
    const request = await requestFor(place, { targets, workers: 1 }, parts);
    const summary = await runMatrix(request, parts, world, silent, stop.signal);
    expect(summary.exitCode).toBe(130);
    expect(summary.cells.map(({ verdict, unfinished }) => [verdict, unfinished])).toEqual([
      ["pass", false],
      ["unknown", true],
      ["skip", true],
    ]);
  });

  test("leaves a cell unknown that takes longer than it may, whatever it came to, and goes on", async () => {
    const place = temporaryDirectory();
    const parts = fakeParts(world);
    const request = await requestFor(place, { targets: ["one/slow"] }, parts);
    const summary = await runMatrix(
      { ...request, cellTimeoutMs: 200 },
      parts,
      world,
      silent,
      never,
    );
    const because = "the cell took more than 200 ms (--timeout)";
    expect(summary).toMatchObject({ verdict: "unknown", exitCode: 2, interrupted: false });
    expect(summary.cells).toMatchObject([{ verdict: "unknown", unfinished: true, because }]);
    expect(summary.notAcceptance).toBe("1 of 1 cells did not run to their end");
    const checked = checkRun(summary.directory ?? "", parts.judge);
    expect(checked.summary.cells).toEqual(summary.cells);
  });

  test("that takes longer than it may is unfinished: nothing of it counts as passed", async () => {
    const place = temporaryDirectory();
    const parts = fakeParts(world);
    const targets = ["one/good", "two/slow", "two/good", "three/good"];
    const request = await requestFor(place, { targets, workers: 1 }, parts);
    const hurried = { ...request, globalTimeoutMs: 1_000 };
    const summary = await runMatrix(hurried, parts, world, silent, never);
    const because = "the run took more than 1000 ms (--global-timeout)";
    expect(summary).toMatchObject({ verdict: "unknown", exitCode: 2, interrupted: false });
    expect(summary.cells.slice(1)).toMatchObject([
      { verdict: "unknown", unfinished: true, because },
      { verdict: "skip", unfinished: true, because: `not started: ${because}` },
      { verdict: "skip", unfinished: true, because: `not started: ${because}` },
    ]);
    expect(checkRun(summary.directory ?? "", parts.judge).summary.exitCode).toBe(2);
  });

  test("stops with the path when a result cannot be written; what is there stays valid", async () => {
    const place = temporaryDirectory();
    let journal = "";
    const parts = fakeParts(world, (cell) => {
      // From the second cell on its evidence directory cannot be made.
      journal = join(cell.paths.root, "..", "..", "..", "journal.jsonl");
      if (cell.target.model === "slow") throw unwritable("/full/disk", new Error("ENOSPC"));
    });
    const targets = ["one/good", "two/slow", "three/good"];
    const request = await requestFor(place, { targets, workers: 1 }, parts);
    const running = runMatrix(request, parts, world, silent, never);
    await expect(running).rejects.toThrow("/full/disk: ENOSPC");
    const { results, damaged } = decodeJournal(readFileSync(journal, "utf8"));
    expect(damaged).toEqual([]);
    expect(results.map(({ verdict }) => verdict)).toEqual(["pass"]);
  });
});

describe("a continued run", () => {
  test("runs what was not finished, and nothing twice", async () => {
    const place = temporaryDirectory();
    const started: string[] = [];
    const parts = fakeParts(world, (cell) => started.push(cellTitle(cell)));
    const targets = ["one/good", "two/bad", "three/good"];
    const request = await requestFor(place, { targets, workers: 1 }, parts);
    const stop = new AbortController();
    const observer = { ...silent, onResult: () => stop.abort() };
    const first = await runMatrix(request, parts, world, observer, stop.signal);
    expect(started).toEqual(["pi:one/good v2 plain #1"]);

    const directory = findRunDirectory("latest", "out", place);
    const record = requireRunRecord(directory);
    const dead = { ...record, runner: { pid: 1, startTime: "another process" } };
    writeFileSync(join(directory, "run.json"), JSON.stringify(dead));
    const at = { workingDirectory: place, environment: {} };
    const continued = await openContinued("latest", {}, at, world);
    const second = await runMatrix({ ...request, continued }, parts, world, silent, never);

    expect(started).toEqual([
      "pi:one/good v2 plain #1",
      "pi:two/bad v2 plain #1",
      "pi:three/good v2 plain #1",
    ]);
    expect(second.run).toBe(first.run);
    expect(second.counts).toMatchObject({ planned: 3, pass: 2, fail: 1, skip: 0 });
    expect(checkRun(directory, parts.judge).summary.counts).toEqual(second.counts);

    writeFileSync(join(directory, "run.json"), JSON.stringify(dead));
    const nothingLeft = await openContinued("latest", {}, at, world);
    const third = await runMatrix(
      { ...request, continued: nothingLeft },
      parts,
      world,
      silent,
      never,
    );
    expect(started).toHaveLength(3);
    expect(third.exitCode).toBe(1);
  });

  test("is refused while its runner lives, and with settings that would make it another", async () => {
    const { place } = await runOnce(["one/good"]);
    const at = { workingDirectory: place, environment: {} };
    await expect(openContinued("latest", {}, at, world)).rejects.toThrow("still being run");
    await expect(openContinued("latest", { workers: 2 }, at, world)).rejects.toThrow("workers");
  });
});

describe("a foreign directory", () => {
  test("is neither checked nor continued", async () => {
    const place = temporaryDirectory();
    const at = { workingDirectory: place, environment: {} };
    await expect(openContinued(place, {}, at, world)).rejects.toThrow("not a run of this tool");
    expect(() => checkRun(place, () => ({ verdict: "pass", claims: [] }))).toThrow(UsageError);
    expect(() => findRunDirectory("nope", "out", place)).toThrow('no run "nope"');
  });
});
