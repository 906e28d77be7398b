// A runner that is killed again and again, at whatever moment, and gone on with: no finished cell is
// lost or run twice, and in the end nothing is left. `KILLS=100 CELLS=60 BRIEF_MS=600` is the long form;
// with `REAL=1` as well the cells are real ones, at loopback, and BRIEF_MS is about what one takes. MAIN names
// a build that starts sooner than the sources do, WINDOW_MS the time within which each run is killed.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { cellMarker } from "../../src/gate/stage.ts";
import { findResidues } from "../../src/matrix/clean/residue.ts";
import { socketBase } from "../../src/matrix/plan/layout.ts";
import { decodeJournal } from "../../src/matrix/store/journal.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { errorCode } from "../../src/world/world.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { type Started, start, until } from "./start.ts";

const world = nodeWorld();
const isReal = process.env.REAL === "1";
const main = isReal ? (process.env.MAIN ?? "src/main.ts") : "test/commands/fake-main.ts";
const targets = [isReal ? "openai/gpt-5.4" : "one/brief"];
const patienceMs = isReal ? 300_000 : 60_000;
const kills = Number(process.env.KILLS ?? 8);
const cells = Number(process.env.CELLS ?? 12);
const environment = { BRIEF_MS: process.env.BRIEF_MS ?? (isReal ? "5000" : "250") };
/** A real run asks for more besides: what each scenario is on the first target. */
const selection = isReal ? ["--scenario", "plain", "--lane", "v2"] : [];

function briefCells(repeat: number, workers = 2) {
  const place = temporaryDirectory();
  writeConfig(place, { targets, repeat, workers });
  const run = join(place, "out", "latest");
  const inRun = (name: string) => join(run, name);
  const gardenIds = () => (existsSync(inRun("cells")) ? readdirSync(inRun("cells")) : []);
  const evidence = () =>
    gardenIds()
      .map((id) => inRun(join("cells", id, "evidence.jsonl")))
      .map((path) => (existsSync(path) ? readFileSync(path, "utf8") : ""))
      .join("");
  /** Of the cells that were run to their end, in the order of the journal. */
  const finished = () => {
    // Read once: the run may be going on.
    const journal = readFileSync(inRun("journal.jsonl"), "utf8");
    const { results, damaged } = decodeJournal(journal);
    expect(damaged.filter(({ because }) => because !== "torn")).toEqual([]);
    // What a killed runner, a cut or a full disk left is no line.
    const torn = new Set(damaged.map(({ line }) => line - 1));
    const lines = journal
      .split("\n")
      .slice(0, -1)
      .filter((_, index) => !torn.has(index));
    const whole = results.filter(({ unfinished }) => !unfinished);
    // Each has one line: had it been run again, there were two.
    const passes = lines.filter((line) => line.includes('"verdict":"pass"'));
    expect(passes).toHaveLength(whole.length);
    return whole.map(({ gardenId }) => gardenId);
  };
  const begin = (args: readonly string[] = selection) => start(main, args, place, environment);
  const goOn = () => begin(["--continue", "latest"]);
  return { place, run, inRun, gardenIds, evidence, finished, begin, goOn };
}

type Place = ReturnType<typeof briefCells>;

/** Right now, with nothing cleared in between. */
async function expectNothingLeft({ place, run, inRun, gardenIds }: Place) {
  for (const gardenId of gardenIds()) {
    expect(await world.processes.withMarker(cellMarker, gardenId)).toEqual([]);
    expect(readdirSync(inRun(join("cells", gardenId)))).toEqual(["evidence.jsonl"]);
  }
  expect(readdirSync(run).sort()).toEqual(["cells", "journal.jsonl", "run.json"]);
  const base = socketBase(join(realpathSync(place), "t"), process.getuid?.() ?? 0);
  expect(readdirSync(base)).toEqual([]);
  expect(await findResidues([join(place, "out")], base, world)).toEqual([]);
  const names = readdirSync(join(place, "out")).filter((name) => name.startsWith("latest"));
  expect(names).toEqual(["latest"]);
}

async function kill(runner: Started) {
  runner.child.kill("SIGKILL");
  return runner.ended;
}

describe("a run whose runner is killed", () => {
  test(
    `${kills} times over ${cells} cells runs each cell exactly once, and leaves nothing`,
    async () => {
      const matrix = briefCells(cells);
      const startMs = performance.now();
      const first = matrix.begin();
      await until(() => matrix.evidence().includes("child-started"), patienceMs);
      // From before it does anything to amid its cells.
      const seenMs = performance.now() - startMs + Number(environment.BRIEF_MS);
      const windowMs = Number(process.env.WINDOW_MS ?? seenMs);
      await kill(first);
      let before: string[] = [];
      let cleared = "";
      let amid = 1;
      for (let count = 1; count < kills; count += 1) {
        const runner = matrix.goOn();
        await world.clock.sleep(Math.random() * windowMs);
        cleared += (await kill(runner)).stderr;
        const now = matrix.finished();
        expect(now.slice(0, before.length)).toEqual(before);
        if (before.length < cells) amid += 1;
        before = now;
      }
      const last = await matrix.goOn().ended;
      expect(last).toMatchObject({ code: 0 });
      await expectNothingLeft(matrix);
      const all = matrix.finished();
      expect(all.slice(0, before.length)).toEqual(before);
      expect(all).toHaveLength(cells);
      expect(cleared + last.stderr).toMatch(/Cleared what the interrupted part left: \d+ process/);
      console.info(`${amid} of ${kills} kills met a run with cells left`);
    },
    60_000 + kills * (isReal ? 30_000 : 10_000),
  );

  test(
    "is gone on with by one of two that begin at once",
    async () => {
      const matrix = briefCells(4, 1);
      const first = matrix.begin();
      await until(() => matrix.evidence().includes("child-started"), patienceMs);
      await kill(first);
      const both = await Promise.all([matrix.goOn().ended, matrix.goOn().ended]);
      const [done, refused] = both.sort((one, other) => Number(one.code) - Number(other.code));
      expect(done).toMatchObject({ code: 0 });
      expect(refused).toMatchObject({ code: 254, stdout: "" });
      expect(refused?.stderr).toMatch(/being run by process \d+|gone on with by process \d+/);
      expect(matrix.finished()).toHaveLength(4);
      await expectNothingLeft(matrix);
    },
    isReal ? 600_000 : 120_000,
  );
});

describe("a run whose journal has lost its last bytes", () => {
  test(
    "runs its last cell again, and no other",
    async () => {
      const matrix = briefCells(3, 1);
      expect(await matrix.begin().ended).toMatchObject({ code: 0 });
      const path = matrix.inRun("journal.jsonl");
      for (const cut of [1, 64]) {
        const before = matrix.finished();
        const bytes = readFileSync(path);
        writeFileSync(path, bytes.subarray(0, bytes.length - cut));
        expect(matrix.finished()).toEqual(before.slice(0, -1));
        const again = await matrix.goOn().ended;
        expect(again).toMatchObject({ code: 0 });
        expect(again.stderr).toContain("is torn");
        const [last, ...others] = matrix.finished().filter((id) => !before.includes(id));
        expect([typeof last, others]).toEqual(["string", []]);
        await expectNothingLeft(matrix);
      }
    },
    isReal ? 600_000 : 180_000,
  );
});

/** A disk of its own for the runs of a place; null where this user may not mount one. */
function smallDisk({ place }: Place): { fill(leftBytes: number): void; free(): void } | null {
  const disk = join(place, "out");
  mkdirSync(disk);
  const bytes = (isReal ? 32 * 1024 : 512) * 1024;
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", disk]);
  if (mounted.status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", ["--lazy", disk]));
  const filler = join(disk, "filler");
  return {
    fill(leftBytes) {
      const { bavail, bsize } = statfsSync(disk);
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
      } catch (error) {
        // A run that goes on has taken some of it meanwhile: then it is as full as can be.
        if (errorCode(error) !== "ENOSPC") throw error;
      }
    },
    free: () => rmSync(filler),
  };
}

describe("a run whose disk is full", () => {
  test(
    "stops, loses no finished cell, and is gone on with once there is room",
    async ({ skip }) => {
      const matrix = briefCells(6, 2);
      const disk = smallDisk(matrix);
      if (disk === null) return skip("this user may not mount a disk");
      const first = matrix.begin();
      await until(
        () => existsSync(matrix.inRun("journal.jsonl")) && matrix.finished().length > 0,
        patienceMs,
      );
      disk.fill(0);
      const full = await first.ended;
      expect(full).toMatchObject({ code: 255 });
      expect(full.stderr).toContain("ENOSPC");
      let before = matrix.finished();
      expect(before.length).toBeLessThan(6);
      for (const pages of [0, 1, 2, 4]) {
        disk.free();
        disk.fill(pages * 4096);
        const again = await matrix.goOn().ended;
        expect([254, 255]).toContain(again.code);
        expect(again.stderr).toContain("ENOSPC");
        const now = matrix.finished();
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
      }
      disk.free();
      expect(await matrix.goOn().ended).toMatchObject({ code: 0 });
      await expectNothingLeft(matrix);
      expect(matrix.finished().slice(0, before.length)).toEqual(before);
      expect(matrix.finished()).toHaveLength(6);
    },
    isReal ? 600_000 : 120_000,
  );
});
