import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeEvent, encodeHeader } from "../../../src/evidence/codec.ts";
import { cellMarker } from "../../../src/gate/stage.ts";
import { removeResidue } from "../../../src/matrix/clean/reap.ts";
import { findResidues } from "../../../src/matrix/clean/residue.ts";
import { evidenceFile, ownerFile } from "../../../src/matrix/plan/layout.ts";
import { encodeJournalHeader, encodeResult } from "../../../src/matrix/store/journal.ts";
import { runFormat, runVersion } from "../../../src/matrix/store/run-record.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import type { World } from "../../../src/world/world.ts";
import { v2Cell } from "../../invariants/sample.ts";
import { versions } from "../fake-parts.ts";
import { temporaryDirectory } from "../place.ts";
import { result } from "../results.ts";

const world = nodeWorld();
// Marked processes are looked for on the whole machine, where another test run may be at it too.
const own = randomBytes(2).toString("hex");
const finished = `20300102T030405-${own}01`;
const cut = `20300102T030405-${own}02`;

/** What a runner leaves that was killed during its second cell. */
function killedRun(
  runner: object = { pid: 1, startTime: "somebody else's" },
  endedAt: string | null = null,
) {
  const place = temporaryDirectory();
  const output = join(place, "out");
  const directory = join(output, "20300102-030405-abcd");
  const base = join(place, "sockets");
  const socketRoot = join(base, "a1b2c3");
  for (const gardenId of [finished, cut]) {
    const files = join(directory, "cells", gardenId, "files", "locks");
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, `${gardenId}.lock`), "{}");
    writeFileSync(join(directory, "cells", gardenId, "evidence.jsonl"), "");
  }
  mkdirSync(join(socketRoot, "1"), { recursive: true });
  writeFileSync(join(socketRoot, ownerFile), JSON.stringify({ directory, runner }));
  const record = { format: runFormat, version: runVersion, run: "r", runner, endedAt };
  writeFileSync(
    join(directory, "run.json"),
    JSON.stringify({ ...record, plan: [], socketRoot, config: {} }),
  );
  const kept = result({ gardenId: finished, verdict: "fail", kept: `cells/${finished}/files` });
  writeFileSync(join(directory, "journal.jsonl"), encodeJournalHeader("r") + encodeResult(kept));
  const find = (userId?: number) => findResidues([output], base, world, userId);
  return { output, directory, base, socketRoot, find };
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

const filesOf = (run: { directory: string }, gardenId: string) =>
  join(run.directory, "cells", gardenId, "files");

async function residueOf(run: ReturnType<typeof killedRun>, userId?: number) {
  const [finding, ...others] = await run.find(userId);
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

  test("is found beside whatever else lies among the runs, which is left alone", async () => {
    const run = killedRun();
    const stray = (name: string) => join(run.output, name);
    mkdirSync(stray("20300102-030405-aaaa/run.json"), { recursive: true });
    mkdirSync(stray("20300102-030405-bbbb"));
    execFileSync("mkfifo", [stray("20300102-030405-bbbb/run.json"), stray("20300102-030405-cccc")]);
    symlinkSync("nowhere", stray("20300102-030405-dddd"));
    const pipes = [
      join(run.directory, "cells", "20300102T030405-aaaaaa"),
      join(run.base, "pipe"),
      evidenceFile(run.directory, cut),
    ];
    rmSync(evidenceFile(run.directory, cut));
    execFileSync("mkfifo", pipes);
    mkdirSync(join(run.base, "d4e5f6"));
    execFileSync("mkfifo", [join(run.base, "d4e5f6", ownerFile)]);
    const { locks } = await residueOf(run);
    expect(locks).toEqual([join(run.directory, "cells", cut, "files", "locks", `${cut}.lock`)]);
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

describe("a socket directory that does not say whose it is", () => {
  const bare = (run: ReturnType<typeof killedRun>, name: string) => {
    const path = join(run.base, name);
    mkdirSync(path);
    const file = join(run.directory, "run.json");
    const record = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...record, socketRoot: path }));
    return path;
  };

  test("is found where the run's record names it", async () => {
    const run = killedRun();
    const path = bare(run, "d4e5f6");
    expect((await residueOf(run)).directories).toContain(path);
  });

  test.each([
    ["has another name than such have", "notes", null],
    ["holds something", "d4e5f6", "mine"],
  ])("is left alone where it %s", async (_what, name, held) => {
    const run = killedRun();
    const path = bare(run, name);
    if (held !== null) writeFileSync(join(path, held), "");
    expect((await residueOf(run)).directories).not.toContain(path);
  });
});

describe("what a killed attempt left", () => {
  test("is found after another one has ended the run", async () => {
    const run = killedRun(undefined, "2030-01-02T03:04:05.678Z");
    const pid = await startMarked(cut);
    const residue = await residueOf(run);
    expect(residue.processes.map((process) => process.pid)).toEqual([pid]);
    expect(residue.directories).toEqual([filesOf(run, cut), run.socketRoot]);
  });

  test("is the whole directory of a cell that was cut off before it had evidence", async () => {
    const run = killedRun();
    const directory = join(run.directory, "cells", cut);
    rmSync(directory, { recursive: true });
    mkdirSync(directory);
    const residue = await residueOf(run);
    expect(residue.directories).toEqual([directory, run.socketRoot]);
    await removeResidue(residue, world);
    expect(existsSync(directory)).toBe(false);
  });
});

describe("a socket root", () => {
  test("of an attempt before the last is found, in a base that the config named too", async () => {
    const run = killedRun();
    const elsewhere = temporaryDirectory();
    const [first, last] = [join(elsewhere, "first"), join(elsewhere, "last")];
    cpSync(run.socketRoot, first, { recursive: true });
    rmSync(run.base, { recursive: true });
    const path = join(run.directory, "run.json");
    const record = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...record, socketRoot: last }));
    expect((await residueOf(run)).directories).toEqual([filesOf(run, cut), first]);
  });

  test("that names a directory without a record of ours takes nothing there with it", async () => {
    const run = killedRun();
    rmSync(run.output, { recursive: true });
    const victim = join(run.output, "..", "victim");
    mkdirSync(join(victim, "cells", cut, "files", "locks"), { recursive: true });
    writeFileSync(join(victim, "cells", cut, "files", "locks", "one"), "dear");
    const runner = { pid: 1, startTime: "somebody else's" };
    writeFileSync(join(run.socketRoot, ownerFile), JSON.stringify({ directory: victim, runner }));
    writeFileSync(join(run.socketRoot, "1", `${cut}.sock`), "");

    const residue = await residueOf(run);
    const sockets = [join(run.socketRoot, "1", `${cut}.sock`)];
    expect(residue).toMatchObject({ processes: [], locks: [], sockets });
    expect(residue.directories).toEqual([run.socketRoot]);
    await removeResidue(residue, world);
    expect(readFileSync(join(victim, "cells", cut, "files", "locks", "one"), "utf8")).toBe("dear");
  });

  test("whose run has a damaged record leaves the files of its cells alone", async () => {
    const run = killedRun();
    writeFileSync(join(run.directory, "run.json"), '{"format":"resume-');
    const residue = await residueOf(run);
    expect(residue).toMatchObject({ locks: [], directories: [run.socketRoot] });
  });

  test.each([
    ["the base of another user", (run: ReturnType<typeof killedRun>) => run],
    [
      "a base that is a link",
      (run: ReturnType<typeof killedRun>) => {
        renameSync(run.base, `${run.base}-elsewhere`);
        symlinkSync(`${run.base}-elsewhere`, run.base);
        return run;
      },
    ],
    [
      "a root that is a link",
      (run: ReturnType<typeof killedRun>) => {
        renameSync(run.socketRoot, `${run.base}-elsewhere`);
        symlinkSync(`${run.base}-elsewhere`, run.socketRoot);
        return run;
      },
    ],
  ])("in %s is not believed", async (what, change) => {
    const run = change(killedRun());
    rmSync(run.output, { recursive: true });
    const another = what.includes("another user") ? (process.getuid?.() ?? 0) + 1 : undefined;
    expect(await run.find(another)).toEqual([]);
  });

  test("that a record names and that does not name it back is not removed", async () => {
    const run = killedRun();
    const dear = temporaryDirectory();
    const path = join(run.directory, "run.json");
    const record = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...record, socketRoot: dear }));
    expect((await residueOf(run)).directories).toEqual([filesOf(run, cut), run.socketRoot]);
  });
});

describe("a run with a damaged journal", () => {
  test.each<[string, (path: string) => void]>([
    ["nonsense", (path) => writeFileSync(path, "nonsense\n")],
    ["nothing", (path) => writeFileSync(path, "")],
    ["no file", (path) => rmSync(path)],
    ["a directory", (path) => [rmSync(path), mkdirSync(path)]],
  ])("(%s) keeps its files, and the others are reaped all the same", async (_what, damage) => {
    const run = killedRun();
    const pid = await startMarked(cut);
    const other = join(run.output, "20300102-030405-ffff");
    cpSync(run.directory, other, { recursive: true });
    damage(join(run.directory, "journal.jsonl"));
    writeFileSync(join(other, "journal.jsonl"), encodeJournalHeader("r"));

    const findings = await run.find();
    expect(findings.map(({ directory }) => directory)).toEqual([run.directory, other]);
    const [damaged, whole] = findings.map((each) => (each.kind === "left" ? each.residue : null));
    expect(damaged?.processes.map((process) => process.pid)).toEqual([pid]);
    expect(damaged?.locks).toContain(join(filesOf(run, cut), "locks", `${cut}.lock`));
    expect(damaged?.directories).toEqual([run.socketRoot]);
    expect(whole?.directories).toHaveLength(2);
    if (!damaged) throw new Error("nothing was found");
    const removals = await removeResidue(damaged, world);
    expect(removals.at(-1)).toMatchObject({
      what: "directory",
      name: join(run.directory, "cells"),
      result: "left alone",
      because: expect.stringContaining("journal.jsonl"),
    });
    expect(existsSync(filesOf(run, finished))).toBe(true);
  });

  test("keeps the lock of a cell whose evidence says that it ended", async () => {
    const run = killedRun();
    writeFileSync(join(run.directory, "journal.jsonl"), "nonsense\n");
    writeEvidence(run.directory, { pid: 1, startTime: "another" }, true);
    const { locks } = await residueOf(run);
    expect(locks).toEqual([join(filesOf(run, finished), "locks", `${finished}.lock`)]);
  });

  test("has nothing to keep when no cell was begun", async () => {
    const run = killedRun();
    rmSync(join(run.directory, "cells"), { recursive: true });
    writeFileSync(join(run.directory, "journal.jsonl"), "");
    expect(await residueOf(run)).toMatchObject({ directories: [run.socketRoot], unread: null });
  });
});

function writeEvidence(
  directory: string,
  identity: { pid: number; startTime: string },
  ended = false,
): void {
  const stamp = { seq: 0, atMs: 0, wallMs: 0 };
  const event = {
    ...stamp,
    type: "child-started",
    child: { dispatch: null, n: 1 },
    role: "seed",
    ...identity,
  } as const;
  const end = { ...stamp, seq: 1, type: "cell-ended", interrupted: false } as const;
  const events = ended ? [event, end] : [event];
  const text = encodeHeader(v2Cell, versions) + events.map(encodeEvent).join("");
  writeFileSync(evidenceFile(directory, cut), text);
}
