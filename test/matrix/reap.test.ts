import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeEvent, encodeHeader } from "../../src/evidence/codec.ts";
import { cellMarker } from "../../src/gate/stage.ts";
import { encodeJournalHeader, encodeResult } from "../../src/matrix/journal.ts";
import { evidenceFile, ownerFile } from "../../src/matrix/layout.ts";
import { removeResidue } from "../../src/matrix/reap.ts";
import { findResidues } from "../../src/matrix/residue.ts";
import { runFormat, runVersion } from "../../src/matrix/run-record.ts";
import { nodeWorld } from "../../src/world/node.ts";
import type { World } from "../../src/world/world.ts";
import { v2Cell } from "../invariants/sample.ts";
import { versions } from "./fake-parts.ts";
import { temporaryDirectory } from "./place.ts";
import { result } from "./results.ts";

const world = nodeWorld();
const finished = "20300102T030405-000001";
const cut = "20300102T030405-000002";

/** What a runner leaves that was killed during its second cell. */
function killedRun(runner: object = { pid: 1, startTime: "somebody else's" }) {
  const place = temporaryDirectory();
  const output = join(place, "out");
  const directory = join(output, "20300102-030405-abcd");
  const base = join(place, "sockets");
  const socketRoot = join(base, "a1b2c3");
  for (const gardenId of [finished, cut]) {
    const files = join(directory, "cells", gardenId, "files", "locks");
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, `${gardenId}.lock`), "{}");
  }
  mkdirSync(join(socketRoot, "1"), { recursive: true });
  writeFileSync(join(socketRoot, ownerFile), JSON.stringify({ directory, runner }));
  const record = { format: runFormat, version: runVersion, run: "r", runner, endedAt: null };
  writeFileSync(
    join(directory, "run.json"),
    JSON.stringify({ ...record, plan: [], socketRoot, config: {} }),
  );
  const kept = result({ gardenId: finished, verdict: "fail", kept: `cells/${finished}/files` });
  writeFileSync(join(directory, "journal.jsonl"), encodeJournalHeader("r") + encodeResult(kept));
  return { output, directory, base, socketRoot, find: () => findResidues([output], base, world) };
}

function startMarked(gardenId: string | null, script = "setTimeout(() => {}, 60_000)") {
  const environment = gardenId === null ? {} : { [cellMarker]: gardenId };
  const child = spawn(process.execPath, ["-e", `${script};console.log("up")`], {
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return new Promise<number>((resolve) => {
    child.stdout.once("data", () => resolve(child.pid ?? 0));
  });
}

async function residueOf(run: ReturnType<typeof killedRun>) {
  const [finding, ...others] = await run.find();
  expect(others).toEqual([]);
  if (finding?.kind !== "left") throw new Error("nothing was found");
  return finding.residue;
}

describe("what a killed runner left", () => {
  test("is found, removed exactly, and then gone", async () => {
    const run = killedRun();
    const pid = await startMarked(cut);
    const server = createServer().listen(join(run.socketRoot, "1", `${cut}.sock`));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));

    const residue = await residueOf(run);
    expect(residue.processes.map((process) => process.pid)).toEqual([pid]);
    expect(residue.locks).toEqual([
      join(run.directory, "cells", cut, "files", "locks", `${cut}.lock`),
    ]);
    expect(residue.sockets).toEqual([join(run.socketRoot, "1", `${cut}.sock`)]);
    expect(residue.directories).toEqual([
      join(run.directory, "cells", cut, "files"),
      run.socketRoot,
    ]);

    const removals = await removeResidue(residue, world);
    expect(removals.map(({ what, result }) => `${what} ${result}`)).toEqual([
      "process terminated",
      "lock removed",
      "socket removed",
      "directory removed",
      "directory removed",
    ]);
    expect(await world.processes.identify(pid)).toBeNull();
    expect(await run.find()).toEqual([]);
  });

  test("does not include what was kept of a finished cell, nor the evidence", async () => {
    const run = killedRun();
    await removeResidue(await residueOf(run), world);
    const kept = join(run.directory, "cells", finished, "files", "locks", `${finished}.lock`);
    expect(existsSync(kept)).toBe(true);
    expect(readFileSync(join(run.directory, "journal.jsonl"), "utf8")).toContain(finished);
  });

  test("includes a process without the marker that the evidence names", async () => {
    const run = killedRun();
    const pid = await startMarked(null);
    const identity = await world.processes.identify(pid);
    writeEvidence(run.directory, { pid, startTime: identity?.startTime ?? "" });
    const { processes } = await residueOf(run);
    expect(processes.map((process) => process.pid)).toEqual([pid]);
  });

  test("never includes a process that only has the pid", async () => {
    const run = killedRun();
    const pid = await startMarked(null);
    writeEvidence(run.directory, { pid, startTime: "before it was reused" });
    const { processes } = await residueOf(run);
    expect(processes).toEqual([]);
  });

  test("ends even when it ignores SIGTERM", async () => {
    const run = killedRun();
    await startMarked(cut, 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 60_000)');
    const [removal] = await removeResidue(await residueOf(run), world);
    expect(removal).toMatchObject({ what: "process", result: "killed" });
  });

  test("is left alone while its runner lives", async () => {
    const runner = await world.processes.identify(process.pid);
    const run = killedRun(runner ?? {});
    expect(await run.find()).toEqual([{ kind: "running", directory: run.directory, runner }]);
  });

  test("is not signalled when it ended and its pid was taken since it was found", async () => {
    const signals: string[] = [];
    const changed: World = {
      ...world,
      processes: {
        ...world.processes,
        identify: async (pid) => ({ pid, startTime: "the next owner" }),
        signal: (_pid, signal) => {
          signals.push(String(signal));
          return "sent";
        },
      },
    };
    const process = { pid: 4_000_000, startTime: "the first", arguments: "", gardenId: cut };
    const residue = { processes: [process], locks: [], sockets: [], directories: [] };
    const [removal] = await removeResidue(residue, changed);
    expect(removal?.result).toBe("already gone");
    expect(signals).toEqual([]);
  });
});

function writeEvidence(directory: string, identity: { pid: number; startTime: string }): void {
  const stamp = { seq: 0, atMs: 0, wallMs: 0 };
  const event = { ...stamp, type: "child-started", child: 1, role: "seed", ...identity } as const;
  const text = encodeHeader(v2Cell, versions) + encodeEvent(event);
  writeFileSync(evidenceFile(directory, cut), text);
}
