// A dossier of real parts from end to end: pi at loopback, "live" against a provider of our own in
// another process, the canaries and the exploration of this build. Few cells, and thresholds to match.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { canaries } from "../../src/lanes/canaries/index.ts";
import { keepResults } from "../../src/matrix/store/canary-record.ts";
import { decodeJournal } from "../../src/matrix/store/journal.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { start, until } from "./start.ts";

const main = "test/commands/asked-main.ts";
const thresholds = { margin: 0.5, confidence: 0.95, liveRepetitions: 2, schedules: 100 };

interface Place {
  readonly directory: string;
  matrix(...args: readonly string[]): Promise<{ code: number | null; stdout: string }>;
  live(...args: readonly string[]): Promise<{ code: number | null; stdout: string }>;
  /** Of all runs, the first one first; with `more`. */
  dossier(...more: readonly string[]): Promise<{ code: number | null; stdout: string }>;
  runs(): string[];
}

/** With a provider that stands for the real one: a key and an address in the user's own settings. */
async function place(): Promise<Place> {
  const directory = temporaryDirectory();
  const lanes = ["v2", "v1"];
  writeConfig(directory, { targets: ["openai/gpt-5.4"], lanes, workers: 2, dossier: thresholds });
  const provider = start("src/main.ts", ["loopback", "--provider", "openai"], directory);
  onTestFinished(() => void provider.child.kill("SIGTERM"));
  await until(() => provider.output().stdout.includes("Ctrl-C"), 300_000);
  const [baseUrl] =
    /http:\/\/127\.0\.0\.1:\d+\/manual\/openai/.exec(provider.output().stdout) ?? [];
  const own = join(directory, "own");
  mkdirSync(own);
  const openai = { baseUrl, apiKey: "a-key-of-the-user" };
  writeFileSync(join(own, "models.json"), JSON.stringify({ providers: { openai } }));
  const surroundings = { LIVE: "1", PI_CODING_AGENT_DIR: own, PI_OFFLINE: "1" };
  const matrix: Place["matrix"] = (...args) => start(main, args, directory).ended;
  const output = join(directory, "out");
  const runs = () =>
    readdirSync(output)
      .filter((name) => /^\d/.test(name))
      .map((name) => ({ name, at: statSync(join(output, name)).birthtimeMs }))
      .sort((one, other) => one.at - other.at)
      .map(({ name }) => name);
  return {
    directory,
    runs,
    matrix,
    live: (...args) => start(main, args, directory, surroundings).ended,
    dossier: (...more) => matrix("dossier", ...runs(), ...more),
  };
}

/** Repetitions that passed in both lanes, by what the journals of these runs say. */
function pairsIn(directory: string, runs: readonly string[]): number {
  return runs.reduce((sum, run) => {
    const text = readFileSync(join(directory, "out", run, "journal.jsonl"), "utf8");
    const passed = decodeJournal(text).results.filter(({ verdict }) => verdict === "pass");
    const inLane = (lane: string) =>
      new Set(passed.filter((cell) => cell.lane === lane).map(({ repetition }) => repetition));
    const both = [...inLane("v1")].filter((repetition) => inLane("v2").has(repetition));
    return sum + both.length;
  }, 0);
}

/** Those that a simulation cannot show; test/lanes/canaries.test.ts runs them. */
function killTheRest(directory: string) {
  const seen = { because: "seen", others: [], durationMs: 1 } as const;
  const results = canaries.map(({ name, claim }) => ({
    ...seen,
    ...({ name, claim, fidelity: "loopback", outcome: "killed" } as const),
  }));
  keepResults(join(directory, "out"), results);
}

/** What a build before this field recorded. */
function forgetWhatChose(directory: string, run: string) {
  const path = join(directory, "out", run, "run.json");
  const { chosenBy: _, ...record } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify(record));
}

test("a dossier of real runs says remove when, and only when, all of it is there", async () => {
  const { directory, matrix, live, dossier, runs } = await place();
  expect(await matrix("--full", "--quiet")).toMatchObject({ code: 0 });
  const explored = ["explore", "--runs", "100", "--seed", "1", "-j", "1", "--no-keep"];
  expect(await matrix(...explored)).toMatchObject({ code: 0 });

  const loopback = await dossier();
  expect(loopback.code).toBe(2);
  expect(loopback.stdout).toContain(
    "Nothing speaks against it at loopback; live evidence is missing.",
  );
  expect(loopback.stdout).toContain("- the canaries of this build were not run\n");

  expect(await live("--repeat-each", "1", "--quiet")).toMatchObject({ code: 0 });
  expect(await matrix("canary", "--fidelity", "sim")).toMatchObject({ code: 0 });
  const few = JSON.parse((await dossier("--json")).stdout);
  expect(few.verdict).toBe("not-enough-evidence");
  const lacks = few.missing.map(({ because }: { because: string }) => because);
  expect(lacks).toEqual([
    expect.stringContaining("plain on pi:openai/gpt-5.4: 1 pairs, of which 3 more lack"),
    expect.stringMatching(/^\d+ of \d+ canaries of this build were not run$/),
  ]);

  expect(await live("--repeat-each", "3", "--quiet")).toMatchObject({ code: 0 });
  const partly = await dossier();
  expect(partly.code).toBe(2);
  expect(partly.stdout).toMatch(/- \d+ of \d+ canaries of this build were not run\n/);
  killTheRest(directory);

  const [first = "", ...lives] = runs();
  const n = pairsIn(directory, lives);
  expect(n).toBe(4);
  const whole = await dossier("--json");
  const { verdict, missing, pairs } = JSON.parse(whole.stdout);
  expect({ code: whole.code, verdict, missing }).toEqual({
    code: 0,
    verdict: "remove",
    missing: [],
  });
  const [{ measured }] = pairs.filter(({ fidelity }: { fidelity: string }) => fidelity === "live");
  expect(measured).toMatchObject({ n, pairs: { both: n }, unknown: 0, lacking: 0 });
  // Wilson's lower bound of n of n, less a rate of 1, by hand: z is 1.959964.
  const lower = n / (n + 1.959964 ** 2) - 1;
  expect(measured.worst.lower).toBeCloseTo(lower, 6);
  expect(lower).toBeGreaterThan(-thresholds.margin);
  expect((n - 1) / (n - 1 + 1.959964 ** 2) - 1).toBeLessThan(-thresholds.margin);
  expect((await dossier()).stdout).toContain(
    `here 1 − ${n}/(${n} + 3.8415) = ${(-lower).toFixed(5)}`,
  );

  forgetWhatChose(directory, first);
  const older = await dossier();
  expect(older.code).toBe(2);
  expect(older.stdout).toContain("what chose its cells is unknown: recorded by an earlier build");
  expect(older.stdout).not.toContain("none filtered");
}, 900_000);
