import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MatrixConfig } from "../../../src/matrix/config/config.ts";
import type { Parts } from "../../../src/matrix/parts.ts";
import { openContinued } from "../../../src/matrix/run/continue.ts";
import type { Overrides } from "../../../src/matrix/run/overlaid.ts";
import { prepareAgain } from "../../../src/matrix/run/prepare.ts";
import { runMatrix } from "../../../src/matrix/run/run.ts";
import { keepResults } from "../../../src/matrix/store/canary-record.ts";
import { checkRun } from "../../../src/matrix/store/check.ts";
import { decodeJournal, encodeResult } from "../../../src/matrix/store/journal.ts";
import type { RunRecord } from "../../../src/matrix/store/run-record.ts";
import type { CanaryResult } from "../../../src/matrix/summary/canary-stamp.ts";
import { type Coordinates, cellTitle } from "../../../src/matrix/summary/result.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { UsageError } from "../../../src/world/usage-error.ts";
import { fakeParts, scenario, versions } from "../fake-parts.ts";
import { requestFor, silent, temporaryDirectory } from "../place.ts";

const world = nodeWorld();
const never = new AbortController().signal;
type Environment = Record<string, string>;

/** A run that ended after so many cells, its runner dead; and a way to go on with it. */
async function begun(config: MatrixConfig, cells: number, environment: Environment = {}) {
  const place = temporaryDirectory();
  const started: string[] = [];
  const told: string[] = [];
  const parts = fakeParts(world, ({ target }) => started.push(target.provider));
  const request = await requestFor(place, { ...config, workers: 1 }, parts, environment);
  const stop = new AbortController();
  const onResult = () => {
    if (started.length === cells) stop.abort();
  };
  const { directory } = await runMatrix(
    request,
    parts,
    world,
    { ...silent, onResult },
    stop.signal,
  );
  const run = directory ?? "";
  const recordPath = join(run, "run.json");
  const change = (changes: Partial<RunRecord>) => {
    const record = { ...JSON.parse(readFileSync(recordPath, "utf8")), ...changes };
    writeFileSync(recordPath, JSON.stringify(record));
  };
  const goOn = async (
    now: Environment = environment,
    with_: Parts = parts,
    given: Overrides = {},
  ) => {
    change({ runner: { pid: 1, startTime: "another process" } });
    const at = { workingDirectory: place, environment: { HOME: place, ...now } };
    const continued = await openContinued(run, given, at, world);
    const prepared = await prepareAgain(continued.record.config, at, with_, given);
    const again = { ...request, prepared, continued, environment: at.environment };
    started.length = 0;
    told.length = 0;
    const onNotice = (text: string) => told.push(text);
    return runMatrix(again, with_, world, { ...silent, onNotice }, never);
  };
  const check = () => checkRun(run, parts.judge).summary;
  return { run, started, told, parts, change, goOn, check, journal: join(run, "journal.jsonl") };
}

const keys = { LIVE: "1", ONE_API_KEY: "k", TWO_API_KEY: "k", THREE_API_KEY: "k" };
const live = { targets: ["one/good", "two/good", "three/good"], fidelity: "live" } as const;

describe("a continued run that cannot run what it planned", () => {
  test.each([
    ["without LIVE", {}],
    ["without credentials", { LIVE: "1" }],
  ])("%s is unknown, as a check of it is", async (_what, environment) => {
    const { goOn, check } = await begun(live, 1, keys);
    const summary = await goOn(environment);
    expect(summary).toMatchObject({ verdict: "unknown", exitCode: 2 });
    expect(summary.counts).toMatchObject({ planned: 3, pass: 1, skip: 2 });
    expect(summary.notAcceptance).toContain("2 of 3");
    expect(check()).toMatchObject({ exitCode: 2, counts: summary.counts });
  });

  test("records the cells that it skipped as unfinished", async () => {
    const { goOn, check, started } = await begun(live, 1, keys);
    const summary = await goOn({ LIVE: "1", THREE_API_KEY: "k" });
    expect(started).toEqual(["three"]);
    expect(summary).toMatchObject({ exitCode: 2, counts: { planned: 3, pass: 2, skip: 1 } });
    expect(check()).toMatchObject({ exitCode: 2, counts: summary.counts });
    expect((await goOn(keys)).counts).toMatchObject({ planned: 3, pass: 3, skip: 0 });
    expect(check().exitCode).toBe(0);
  });

  test("takes what its plan skipped for no unfinished work", async () => {
    const few = { LIVE: "1", ONE_API_KEY: "k", TWO_API_KEY: "k" };
    const { goOn } = await begun(live, 1, few);
    const summary = await goOn(few);
    expect(summary).toMatchObject({ exitCode: 0, counts: { planned: 3, pass: 2, skip: 1 } });
    expect((await goOn(few)).exitCode).toBe(0);
  });

  test("has the targets of its record, whatever the environment names", async () => {
    const { goOn, started } = await begun(live, 1, keys);
    const summary = await goOn({ ...keys, PI_SHELL_ACP_LIVE_TARGET: "one/good" });
    expect(started).toEqual(["two", "three"]);
    expect(summary.counts).toMatchObject({ planned: 3, pass: 3 });
  });

  test("knows its cells by what their sessions hold", async () => {
    const histories = ["one-turn", "tool-call", "thinking"];
    const { goOn, check, started } = await begun({ targets: ["one/good"], histories }, 2);
    const summary = await goOn();
    expect(started).toHaveLength(1);
    expect(summary.counts).toMatchObject({ planned: 3, pass: 3 });
    const held = check().cells.map(({ history }) => history?.name);
    expect(held).toEqual([undefined, "tool-call", "thinking"]);
  });

  test("still counts a cell that this build does not plan", async () => {
    const { goOn, change, check, started } = await begun({ targets: ["one/good", "two/good"] }, 1);
    const [one, two] = check().cells;
    if (!one || !two) throw new Error("nothing was planned");
    const plan = [one, { ...one, scenario: "gone" }, two].map((at) => ({ ...at, skip: null }));
    change({ plan });
    const unknown = { exitCode: 2, counts: { planned: 3, pass: 2, skip: 1 } };
    expect(await goOn()).toMatchObject(unknown);
    expect(started).toEqual(["two"]);
    expect(await goOn()).toMatchObject(unknown);
    expect(started).toEqual([]);
  });
});

test("a continued run that is brief holds of finished cells no reason of what held", async () => {
  const { run, change } = await begun({ targets: ["one/good", "two/good"] }, 1);
  change({ runner: { pid: 1, startTime: "another process" } });
  const at = { workingDirectory: dirname(run), environment: {} };
  const reasons = async (brief: boolean) => {
    const { finished } = await openContinued(run, { brief }, at, world);
    return finished.flatMap(({ claims }) => claims.map(({ because }) => because));
  };
  expect([await reasons(true), await reasons(false)]).toEqual([[""], ["the model is good"]]);
});

describe("a surviving canary", () => {
  const survivor = { name: "lock-never-written", claim: "c", fidelity: "sim", outcome: "survived" };
  const details = { because: "", others: [], durationMs: 1 };

  test("of this build forbids the pass of a run with nothing left to run", async () => {
    const { goOn, run } = await begun({ targets: ["one/good"] }, 1);
    keepResults(dirname(run), [{ ...survivor, ...details } as CanaryResult]);
    expect(await goOn()).toMatchObject({ verdict: "unknown", exitCode: 2 });
  });

  test.each([
    ["with nothing left", 2],
    ["with a cell left", 1],
  ])("of the recorded build forbids it too, %s", async (_what, cells) => {
    const { goOn, change } = await begun({ targets: ["one/good", "two/good"] }, cells);
    const counts = { total: 1, killed: 0, notRun: 0, sim: 1, loopback: 0 };
    change({ canaries: { ...counts, build: "another", notKilled: ["x: survived (sim)"] } });
    expect(await goOn()).toMatchObject({ verdict: "unknown", exitCode: 2 });
  });
});

describe("a run that is added to", () => {
  const one = { targets: ["one/good"] } as const;
  const titles = (cells: readonly Coordinates[]) => cells.map(cellTitle);

  test("runs the new targets and repetitions beside what was left, and counts all of it", async () => {
    const { goOn, started, check } = await begun({ targets: ["one/good", "three/good"] }, 1);
    const summary = await goOn({}, undefined, { target: ["two/bad"], repeatEach: 2 });
    expect(started).toEqual(["three", "two", "one", "three", "two"]);
    expect(summary).toMatchObject({ exitCode: 1, counts: { planned: 6, pass: 4, fail: 2 } });
    const order = titles(summary.cells).map((title) => title.replace(/pi:|v2 plain /g, ""));
    expect(order.slice(0, 2)).toEqual(["one/good #1", "three/good #1"]);
    expect(new Set(order).size).toBe(6);
    expect(titles(check().cells)).toEqual(titles(summary.cells));
    started.length = 0;
    expect((await goOn()).counts).toMatchObject({ planned: 6 });
    expect(started).toEqual([]);
  });

  test("runs a new scenario on each target", async () => {
    const { goOn, started, parts } = await begun({ targets: ["one/good", "two/good"] }, 2);
    const other = { ...scenario, name: "other" };
    const more = { ...parts, scenarios: [...parts.scenarios, other] };
    const summary = await goOn({}, more, { scenario: ["oth*"] });
    expect(started).toEqual(["one", "two"]);
    expect(summary.cells.map(({ scenario }) => scenario)).toEqual([
      "plain",
      "plain",
      "other",
      "other",
    ]);
  });

  test("stays as narrow as it was planned", async () => {
    const { goOn, change, check, started } = await begun({ targets: ["one/good", "two/good"] }, 1);
    const [first] = check().cells;
    if (!first) throw new Error("nothing was planned");
    change({ plan: [{ ...first, skip: null }] });
    await goOn({}, undefined, { repeatEach: 3 });
    expect(started).toEqual(["one", "one"]);
  });

  test.each([
    [{ target: ["one/*"] }, "--target one/*: the run has it already"],
    [{ scenario: ["plain"] }, "--scenario plain: the run has it already"],
    [{ repeatEach: 1 }, "--repeat-each 1: each cell of the run is run 1 times already"],
    [{ target: ["one/none"] }, 'provider one has no model "none"'],
    [{ lane: ["v1"] }, "leave out --lane"],
    [{ pi: "/other/pi" }, "--pi /other/pi: the run was begun without it"],
    [{ modelLatency: 5 }, "--model-latency 5: the run was begun with 0"],
    [{ providerRules: "off" }, "--provider-rules off: the run was begun without it"],
    [{ fidelity: "live" }, "--fidelity live: the run was begun with loopback"],
  ] as const)("may not be given %j", async (given, says) => {
    const { goOn, started } = await begun(one, 1);
    const told = await goOn({}, undefined, given).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(UsageError);
    expect((told as UsageError).message).toContain(says);
    expect(started).toEqual(["one"]);
  });

  test("may be given what it was begun with", async () => {
    const { goOn } = await begun(one, 1);
    expect((await goOn({}, undefined, { modelLatency: 0, fidelity: "loopback" })).exitCode).toBe(0);
  });
});

describe("what is left of cells that are run again", () => {
  test("goes, by their names and not by what the journal calls kept", async () => {
    const { goOn, run, journal } = await begun({ targets: ["one/open", "two/bad"] }, 2);
    const [header = "", ...lines] = readFileSync(journal, "utf8").split("\n");
    const { results } = decodeJournal([header, ...lines].join("\n"));
    const place = join(run, "..", "..");
    writeFileSync(join(place, "mine"), "mine");
    const outside = results.map((each) => ({ ...each, kept: "../../mine" }));
    const short = outside.map((each) => ({ ...each, unfinished: each.verdict === "unknown" }));
    writeFileSync(journal, `${header}\n${short.map((each) => encodeResult(each)).join("")}`);
    const files = results.map(({ gardenId }) => join(run, "cells", gardenId, "files"));
    expect(files.map((path) => existsSync(path))).toEqual([true, true]);
    await goOn();
    expect(files.map((path) => existsSync(path))).toEqual([false, true]);
    expect(readFileSync(join(place, "mine"), "utf8")).toBe("mine");
  });
});

describe("a failed cell", () => {
  test("that was cut short is not run again: its failure stands", async () => {
    const { goOn, started, journal } = await begun({ targets: ["one/bad", "two/good"] }, 1);
    const [header, ...lines] = readFileSync(journal, "utf8").split("\n");
    const { results } = decodeJournal([header, ...lines].join("\n"));
    const short = results.map((each) =>
      encodeResult({ ...each, unfinished: each.verdict !== "skip" }),
    );
    writeFileSync(journal, `${header}\n${short.join("")}`);
    const summary = await goOn();
    expect(started).toEqual(["two"]);
    expect(summary).toMatchObject({ exitCode: 1, counts: { fail: 1, pass: 1 } });
  });
});

describe("a journal without a whole line", () => {
  test.each<[string, (path: string) => void]>([
    ["empty", (path) => writeFileSync(path, "")],
    ["torn in its header", (path) => writeFileSync(path, '{"format":')],
    ["gone", (path) => rmSync(path)],
  ])("(%s) is begun anew, and can be read again", async (_what, damage) => {
    const { goOn, started, check, journal } = await begun({ targets: ["one/good", "two/good"] }, 1);
    damage(journal);
    expect((await goOn()).exitCode).toBe(0);
    expect(started).toEqual(["one", "two"]);
    expect(check()).toMatchObject({ exitCode: 0, counts: { pass: 2 } });
  });
});

describe("a journal of which the last bytes are lost", () => {
  test("costs only the cell whose line it was", async () => {
    const config = { targets: ["one/good", "two/good", "three/good"] };
    const { goOn, started, told, check, journal } = await begun(config, 3);
    for (const cut of [1, 17, 64]) {
      const bytes = readFileSync(journal);
      writeFileSync(journal, bytes.subarray(0, bytes.length - cut));
      const { counts, cells } = check();
      expect(counts).toMatchObject({ planned: 3, pass: 2, skip: 1 });
      const lost = cells.find(({ verdict }) => verdict === "skip");
      expect(lost?.because).toContain("its result is lost: journal.jsonl: line 4 is torn");
      expect((await goOn()).exitCode).toBe(0);
      expect(started).toEqual([lost?.target.provider]);
      expect(told[0]).toMatch(
        /^journal.jsonl: line 4 is torn.*: pi:\w+.good v2 plain #1 counts as/,
      );
      expect(check()).toMatchObject({ exitCode: 0, counts: { pass: 3 } });
    }
  });
});

describe("another definition", () => {
  const resume = async () => ({ kind: "send-failed", error: "in another way" }) as const;
  test.each<[string, (parts: Parts) => Partial<Parts>]>([
    ["lane v2", ({ lanes }) => ({ lanes: lanes.map((lane) => ({ ...lane, resume })) })],
    [
      "scenario plain",
      ({ scenarios }) => ({
        scenarios: scenarios.map((each) => ({ ...each, summary: "something goes wrong" })),
      }),
    ],
  ])("of %s may not go on with a run", async (name, change) => {
    const { goOn, parts, started } = await begun({ targets: ["one/good", "two/good"] }, 1);
    const says = `${name}: it is defined otherwise than when the run was begun`;
    await expect(goOn({}, { ...parts, ...change(parts) })).rejects.toThrow(says);
    expect(started).toEqual([]);
    expect((await goOn()).exitCode).toBe(0);
  });
});

describe("another build", () => {
  test.each([
    [{ agent: "10.0.0" }, "begun with pi 9.9.9, and this is pi 10.0.0"],
    [{ commit: "abc" }, "resume-matrix 0.0.0 (no commit), and this is resume-matrix 0.0.0 (abc)"],
    [{ node: "v26", platform: "mars" }, "Node v24, test, and this is Node v26, mars"],
  ])("%j may not go on with a run, nor write into it", async (changes, says) => {
    const { goOn, parts, run } = await begun({ targets: ["one/good", "two/good"] }, 1);
    const openRunner: Parts["openRunner"] = async (options) => ({
      ...(await parts.openRunner(options)),
      versions: { ...versions, ...changes },
    });
    await expect(goOn({}, { ...parts, openRunner })).rejects.toThrow(says);
    expect(JSON.parse(readFileSync(join(run, "run.json"), "utf8")).versions).toEqual(versions);
    expect((await goOn()).exitCode).toBe(0);
  });
});
