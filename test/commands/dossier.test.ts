import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import { canaries } from "../../src/lanes/canaries/index.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { keepResults } from "../../src/matrix/store/canary-record.ts";
import { keepExploration } from "../../src/matrix/store/exploration-record.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { claimsOf, holding, scenarioNames } from "../dossier/dossier-results.ts";
import { fakeParts, lane, scenario, versions } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

const world = nodeWorld();

const matrix = (directory: string, ...args: string[]) =>
  matrixOf(fakeParts(world), directory, ...args);

const matrixOf = (parts: Parts, directory: string, ...args: string[]) =>
  matrixWith({}, parts, directory, ...args);

async function matrixWith(
  environment: Record<string, string>,
  parts: Parts,
  directory: string,
  ...args: string[]
) {
  const seen = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    columns: null,
    write(text: string) {
      seen[name] += text;
    },
  });
  const io: Io = {
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    environment: { HOME: directory, ...environment },
    workingDirectory: directory,
    systemTemporaryDirectory: directory,
    userId: process.getuid?.() ?? 0,
    interruption: new AbortController().signal,
    parts: async () => parts,
    world: async () => world,
  };
  return { code: await runProgram(args, io), ...seen };
}

function place(targets: readonly string[]): string {
  const directory = temporaryDirectory();
  writeConfig(directory, { targets, lanes: ["v2", "v1"] });
  return directory;
}

test("a run of one plain scenario is not enough evidence, and the exit code says so", async () => {
  const directory = place(["one/good"]);
  await matrix(directory);
  const { code, stdout } = await matrix(
    directory,
    "dossier",
    "--reporter",
    "html=page/dossier.html",
  );
  expect(code).toBe(2);
  expect(readFileSync(join(directory, "page/dossier.html"), "utf8")).toMatch(/^<!doctype html>/);
  expect(stdout).toMatch(/^## Removing lane `v1`: \*\*not enough evidence\*\*/);
  expect(stdout).toContain("lock contention");
});

test("prints one JSON object and nothing else when asked to", async () => {
  const directory = place(["one/good"]);
  await matrix(directory);
  const { code, stdout } = await matrix(directory, "dossier", "latest", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "not-enough-evidence", exitCode: code });
});

test("a cell whose evidence is gone counts as no evidence", async () => {
  const directory = place(["one/good"]);
  await matrix(directory);
  rmSync(join(directory, "out", "latest", "cells"), { recursive: true });
  const { code, stdout } = await matrix(directory, "dossier");
  expect(code).toBe(2);
  expect(stdout).toContain("its evidence is damaged or missing");
});

test("a run that does not exist is refused with what was looked for", async () => {
  const { code, stdout, stderr } = await matrix(place(["one/good"]), "dossier", "nowhere");
  expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
  expect(stderr).toContain('There is no run "nowhere"');
});

describe("a run of a checkout's lanes", () => {
  const old = { ...lane, name: "entwurf-v1", summary: "v1 of upstream@1.2.3" };
  const fresh = { ...lane, name: "entwurf-v2", summary: "v2 of upstream@1.2.3" };
  const parts = { ...fakeParts(world), lanes: [...fakeParts(world).lanes, fresh, old] };

  async function placed(): Promise<string> {
    const directory = temporaryDirectory();
    writeConfig(directory, { targets: ["one/good"], lanes: ["entwurf-v2", "entwurf-v1", "v2"] });
    await matrixOf(parts, directory);
    return directory;
  }

  test("is about those lanes, and names the package they are of", async () => {
    const { code, stdout } = await matrix(await placed(), "dossier");
    expect(code).toBe(2);
    expect(stdout).toMatch(/^## Removing lane `entwurf-v1`: /);
    expect(stdout).toContain("`entwurf-v2`: `v2 of upstream@1.2.3`.");
    expect(stdout).not.toContain("v1: not part of this run");
  });

  test("compares the lanes that are named instead", async () => {
    const { stdout } = await matrix(await placed(), "dossier", "--old", "v2", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ old: "v2", new: "entwurf-v2" });
  });

  test("is refused for a lane that it has not, and nothing is printed", async () => {
    const { code, stdout, stderr } = await matrix(await placed(), "dossier", "--new", "v3");
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain("--new v3");
  });
});

describe("from its runs to its dossier", () => {
  const simple = fakeParts(world);
  /** Every scenario that is asked for, and a model of which every claim holds. */
  const parts: Parts = {
    ...simple,
    scenarios: scenarioNames.map((name) => ({ ...scenario, name })),
    judge: (evidence, own) => ({
      verdict: simple.judge(evidence, own).verdict,
      claims: claimsOf(evidence.cell.scenario).map((name) => holding(name)),
    }),
  };
  const names = ["one/good"];
  const liveKeys = { LIVE: "1", ONE_API_KEY: "k" };
  const runLive = (directory: string, times: number, ...more: string[]) =>
    matrixWith(liveKeys, parts, directory, "--repeat-each", String(times), ...more);
  /** In the order in which they began: two of one second are not told apart by their names. */
  const runsIn = (directory: string) =>
    readdirSync(join(directory, "out"))
      .filter((name) => /^\d/.test(name))
      .map((name) => ({ name, ...statSync(join(directory, "out", name)) }))
      .sort((one, other) => one.birthtimeMs - other.birthtimeMs)
      .map(({ name }) => name);

  /** With a loopback run of everything, the canaries killed and the lane explored. */
  async function shown(): Promise<string> {
    const directory = place(names);
    await matrixOf(parts, directory, "--full");
    killCanaries(directory);
    const whole = { lane: "v2", randomSeed: 1, schedules: 20_000, whole: true, broken: [] };
    keepExploration(join(directory, "out"), whole);
    return directory;
  }

  function killCanaries(directory: string) {
    const seen = { because: "seen", others: [], durationMs: 1 } as const;
    const result = { fidelity: "sim", outcome: "killed", ...seen } as const;
    const killed = canaries.map(({ name, claim }) => ({ name, claim, ...result }));
    keepResults(join(directory, "out"), killed);
  }

  const asked = (directory: string, ...args: string[]) =>
    matrixOf(parts, directory, "dossier", ...args);

  /** In a file of its own: what was once imported stays. */
  function writeThresholds(directory: string, dossier: object): string {
    const text = `export default ${JSON.stringify({ targets: names, lanes: ["v2", "v1"], dossier })};`;
    writeFileSync(join(directory, "other.config.js"), text);
    return "other.config.js";
  }

  test("of a loopback run never says remove", async () => {
    const { code, stdout } = await asked(await shown());
    expect(code).toBe(2);
    expect(stdout).toMatch(/^## Removing lane `v1`: \*\*not enough evidence\*\*\n/);
    expect(stdout).toContain("Nothing speaks against it at loopback; live evidence is missing.");
    expect(stdout).toContain("no live pair: 73 lack for each target");
  });

  test("of too few live repetitions says how many lack, with those says remove, and without canaries not", async () => {
    const directory = await shown();
    await runLive(directory, 20);
    const few = await asked(directory, ...runsIn(directory), "--json");
    expect(few.code).toBe(2);
    expect(JSON.parse(few.stdout).missing).toEqual([
      {
        because: expect.stringContaining("plain on pi:one/good: 20 pairs, of which 53 more lack"),
        cells: [],
      },
    ]);
    await runLive(directory, 53);
    const { code, stdout } = await asked(directory, ...runsIn(directory));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^## Removing lane `v1`: \*\*remove\*\*\n/);
    expect(stdout).toContain(
      "| `plain` | all 1 | live B, C | 73 | 73 | 0 | 0 | 0 | 100 (95–100) |",
    );
    expect(stdout).toContain("here 1 − 73/(73 + 3.8415) = 0.04999");
    const parsed = JSON.parse((await asked(directory, ...runsIn(directory), "--json")).stdout);
    expect(parsed).toMatchObject({ verdict: "remove", exitCode: 0, missing: [] });
    expect(parsed.runs).toMatchObject([
      { label: "A", fidelity: "loopback", chosenBy: [] },
      { label: "B", fidelity: "live" },
      { label: "C", fidelity: "live" },
    ]);
    rmSync(join(directory, "out", ".cache", "canary.json"));
    const untested = await asked(directory, ...runsIn(directory));
    expect(untested.code).toBe(2);
    expect(untested.stdout).toContain("- the canaries of this build were not run\n");
  });

  test("names what chose the cells of a run, and goes by the thresholds of the config", async () => {
    const directory = await shown();
    await runLive(directory, 16, "--target", "one/*");
    const config = writeThresholds(directory, { margin: 0.2, liveRepetitions: 10 });
    const { code, stdout } = await asked(directory, ...runsIn(directory), "--config", config);
    expect(code).toBe(0);
    expect(stdout).toContain("2 runs, 1 of them filtered");
    expect(stdout).toContain("| `--target one/*` |");
    expect(stdout).toContain("a margin of 20 points at 95 %");
  });

  test("refuses a threshold that is none, with its place", async () => {
    const directory = place(names);
    await matrixOf(parts, directory);
    const dossier = { margin: 5, confidence: 95, liveScenario: ["plain"], schedules: 0 };
    const config = writeThresholds(directory, dossier);
    const { code, stdout, stderr } = await asked(directory, "--config", config);
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain("dossier.margin: must be more than 0 and less than 1");
    expect(stderr).toContain("dossier.confidence: must be at least 0.5 and less than 1");
    expect(stderr).toContain(
      'dossier.liveScenario: no such setting; did you mean "liveScenarios"?',
    );
    expect(stderr).toContain("dossier.schedules: must be at least 1");
    expect((await matrixOf(parts, directory, "--config", config)).code).toBe(254);
  });

  test("refuses to pool another agent, or one run with itself, and shows the difference", async () => {
    const directory = await shown();
    const [first = ""] = runsIn(directory);
    const older: Parts = {
      ...parts,
      openRunner: async (options) => {
        const runner = await parts.openRunner(options);
        return { ...runner, versions: { ...versions, agent: "9.0.0" } };
      },
    };
    await matrixWith(liveKeys, older, directory);
    const { code, stdout, stderr } = await asked(directory, ...runsIn(directory));
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain(`has pi 9.0.0, and ${first} has pi 9.9.9`);
    const twice = await asked(directory, first, "latest", first);
    expect(twice.code).toBe(254);
    expect(twice.stderr).toContain(`${first}: is named twice`);
  });

  test("pairs cells by what their sessions held", async () => {
    const directory = await shown();
    await matrixOf(parts, directory, "--history", "tool-call");
    const { code, stdout } = await asked(directory, ...runsIn(directory), "--json");
    expect(code).toBe(2);
    const { pairs } = JSON.parse(stdout);
    const held = pairs.filter(({ history }: { history: string | null }) => history !== null);
    expect(held).toMatchObject([
      { history: "tool-call", relation: "alike", new: { pass: 1 }, old: { pass: 1 } },
    ]);
  });
});
