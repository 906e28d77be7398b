// Workers, coordinator and server are killed while a run is in the queue: every cell is finished exactly once,
// nothing is left, and the table is that of a run in one place. `QUEUE_LONG=1` is the long form: 300 cells, 20
// workers killed in mid-cell, 5 coordinators, 3 servers. Its cells are cheap: they start a child and wait.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findResidues } from "../../src/matrix/clean/residue.ts";
import { socketBase } from "../../src/matrix/plan/layout.ts";
import { decodeJournal } from "../../src/matrix/store/journal.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { inProcess } from "../commands/in-process.ts";
import { type Started, start, until } from "../commands/start.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { ownPostgres } from "./own-postgres.ts";
import { password } from "./postgres.ts";
import { queueRows } from "./rows.ts";

const main = "test/queue/main.ts";
const isLong = process.env.QUEUE_LONG === "1";
const kills = isLong
  ? { workers: 20, coordinators: 5, servers: 3 }
  : { workers: 1, coordinators: 1, servers: 1 };
const repeat = isLong ? 100 : 6;
const briefMs = isLong ? "2000" : "700";
const cap = 2;
const targets = ["one/brief", "two/brief", "three/brief"];
const names = isLong ? ["w1", "w2", "w3"] : ["w1", "w2"];
/** A busy machine takes long to start a process. */
const patienceMs = 240_000;

const { server, describeWithPostgres } = ownPostgres();

const world = nodeWorld();

function machines() {
  const place = temporaryDirectory();
  const counted = join(place, "counted");
  mkdirSync(counted);
  const told: string[] = [];
  const at = (name: string, args: readonly string[]): Started => {
    const own = join(place, name);
    mkdirSync(own, { recursive: true });
    writeConfig(own, { targets, repeat, workers: 6, workersPerProvider: cap });
    shareCompiled(place, own);
    const environment = { MATRIX_QUEUE: server().url, BRIEF_MS: briefMs, COUNTED: counted };
    const started = start(main, args, own, environment);
    void started.ended.then(({ stdout, stderr }) => told.push(stdout, stderr));
    return started;
  };
  /** Processes in mid-cell. */
  const busy = () => readdirSync(counted).flatMap((name) => Number(name.split(" ")[1]) || []);
  return { place, counted, told, at, busy };
}

/** What tsx has compiled for one it has compiled for all: else each start takes seconds. */
function shareCompiled(place: string, own: string): void {
  const name = `tsx-${process.getuid?.() ?? 0}`;
  const [shared, link] = [join(place, name), join(own, "t", name)];
  mkdirSync(shared, { recursive: true });
  mkdirSync(join(own, "t"), { recursive: true });
  if (!existsSync(link)) symlinkSync(shared, link);
}

type Machines = ReturnType<typeof machines>;

function finishedTitles(run: string) {
  const text = readFileSync(join(run, "journal.jsonl"), "utf8");
  const lines = text.split("\n").filter((line) => line.includes('"verdict":"pass"'));
  const { results, damaged } = decodeJournal(text);
  expect(damaged.filter(({ because }) => because !== "torn")).toEqual([]);
  return {
    passes: lines.length,
    results,
    lost: text.split("lost the queue in mid-cell").length - 1,
  };
}

async function disasters({ at, busy }: Machines) {
  const workers = new Map(names.map((name) => [name, at(name, ["work", "-j", "2"])]));
  let coordinator = at("run", ["run", "--keep"]);
  const alive = () => coordinator.child.exitCode === null && coordinator.child.signalCode === null;
  const replaced = new Set<Started>();
  const killWorker = async () => {
    const inCell = () =>
      [...workers].find(([, { child }]) => child.pid !== undefined && busy().includes(child.pid));
    await until(() => inCell() !== undefined || !alive(), patienceMs);
    const [name, worker] = inCell() ?? [];
    if (name === undefined || worker === undefined) return;
    worker.child.kill("SIGKILL");
    await worker.ended;
    const next = at(name, ["work", "-j", "2"]);
    workers.set(name, next);
    replaced.add(next);
  };
  const killCoordinator = async () => {
    coordinator.child.kill("SIGKILL");
    await coordinator.ended;
    coordinator = at("run", ["--continue", "latest"]);
    await until(
      () => coordinator.output().stderr.includes("The cells are enqueued") || !alive(),
      patienceMs,
    );
  };
  const killServer = async () => {
    await server().kill();
    await server().start();
  };
  const done = { workers: 0, coordinators: 0, servers: 0 };
  await until(() => coordinator.output().stderr.includes("pass "), patienceMs);
  for (let turn = 0; turn < kills.workers && alive(); turn += 1) {
    await killWorker();
    done.workers += 1;
    if (done.coordinators < kills.coordinators && turn % 4 === 0) {
      await killCoordinator();
      done.coordinators += 1;
    }
    if (done.servers < kills.servers && turn % 6 === 0) {
      await killServer();
      done.servers += 1;
    }
    // A little of the run goes on in between.
    const { length } = coordinator.output().stderr;
    await until(() => coordinator.output().stderr.length > length || !alive(), patienceMs);
  }
  const outcome = await coordinator.ended;
  for (const worker of workers.values()) {
    const { child, ended, output } = worker;
    // A run may be over before a worker that came in the place of another has begun to clear.
    if (replaced.has(worker)) await until(() => output().stderr.includes("Cleared"), patienceMs);
    child.kill("SIGINT");
    await ended;
  }
  return { outcome, done };
}

const comparable = (text: string) =>
  text
    .replaceAll(/\d{8}T\d{6}-[0-9a-f]{6}/g, "<cell>")
    .replaceAll(/\S*\d{8}-\d{6}-[0-9a-f]{4}/g, "<run>")
    .replaceAll(/ *\b\d+\.\d{1,2}\b/g, " <time>");

describeWithPostgres("a run in the queue", () => {
  test("survives the death of workers, coordinators and servers", {
    timeout: isLong ? 3_600_000 : 600_000,
  }, async () => {
    const all = machines();
    const local = temporaryDirectory();
    writeConfig(local, { targets, repeat, workers: 6, workersPerProvider: cap });
    process.env.BRIEF_MS = briefMs;
    const here = inProcess(local, ["run", "--quiet"]);
    const { outcome, done } = await disasters(all);
    expect(done).toEqual(kills);
    const run = realpathSync(join(all.place, "run", "out", "latest"));
    const { passes, results, lost } = finishedTitles(run);
    const cells = targets.length * repeat;
    expect([outcome.code, results.length, passes]).toEqual([0, cells, cells]);
    // A worker of two cells may lose both; the one that was killed first had at least one.
    expect(lost).toBeGreaterThanOrEqual(1);
    expect(comparable(outcome.stdout)).toBe(comparable((await here).stdout));
    for (const machine of ["run", ...names]) {
      const own = join(all.place, machine);
      const base = socketBase(realpathSync(join(own, "t")), process.getuid?.() ?? 0);
      const outputs = [join(own, "out"), join(own, "out", ".work")];
      expect(await findResidues(outputs, base, world)).toEqual([]);
      const kept = existsSync(outputs[1] ?? "") ? readdirSync(outputs[1] ?? "") : [];
      expect(kept.filter((name) => name !== ".cache")).toEqual([]);
    }
    expect(await queueRows(server().url)).toEqual({ job: 0, result: 0, attempt: 0 });
    const counts = readFileSync(join(all.counted, "log"), "utf8").trim().split("\n");
    const beside = counts.map((line) => Number(line.split(" ")[1]));
    expect(beside.length).toBeGreaterThanOrEqual(cells);
    expect(Math.max(...beside)).toBe(cap);
    for (const secret of [password, encodeURIComponent(password)]) {
      expect(all.told.join("")).not.toContain(secret);
      expect(readFileSync(join(run, "run.json"), "utf8")).not.toContain(secret);
    }
  });
});
