import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";
import { start } from "./start.ts";

const world = nodeWorld();

async function matrix(
  args: readonly string[],
  { config = { targets: ["one/good", "two/bad"] } as object, environment = {}, place = "" } = {},
) {
  const directory = place || temporaryDirectory();
  if (!existsSync(join(directory, "matrix.config.js"))) writeConfig(directory, config);
  const seen = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => ({
    columns: null,
    write: (text: string) => {
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
    parts: async () => fakeParts(world),
    world: async () => world,
  };
  const code = await runProgram(args, io);
  return { code, directory, ...seen };
}

describe("the command line", () => {
  test.each([
    [["--output", ""], "'--output <directory>' argument '' is invalid. It must not be empty."],
    [["--pi", ""], "'--pi <path>' argument '' is invalid. It must not be empty."],
    [["-j", "1e300"], "'-j, --workers <count>' argument '1e300' is invalid. It must be at most 9"],
    [["--limit", "0"], "argument '0' is invalid. It must be a whole number of at least 1."],
  ])("refuses %j by its option, and not by the config's setting", async (words, says) => {
    const { code, stdout, stderr } = await matrix(words);
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("prints the table on standard output and progress on standard error", async () => {
    const { code, stdout, stderr } = await matrix([]);
    expect(code).toBe(1);
    expect(stdout).toContain("FAIL: 2 planned, 1 pass, 1 fail");
    expect(stdout).toContain("pnpm matrix --target two/bad --lane v2 --scenario plain");
    expect(stderr).toMatch(/\[2\/2\]/);
    expect(stderr).not.toContain("planned");
  });

  test("prints one JSON object and nothing else when asked to", async () => {
    const { stdout } = await matrix(["--json", "--target", "one/*", "--repeat-each", "3"]);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, counts: { planned: 3, pass: 3 } });
  });

  test("--quiet shows no progress, and prints the result all the same", async () => {
    const { code, stdout, stderr } = await matrix(["--quiet"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain("FAIL: 2 planned, 1 pass, 1 fail");
  });

  test("--test-list runs the cells of a file, and names the line that is none", async () => {
    const { directory, stdout: all } = await matrix(["list"]);
    writeFileSync(join(directory, "cells.txt"), all.split("\n").slice(0, 1).join("\n"));
    const place = directory;
    const { code, stdout } = await matrix(["--test-list", "cells.txt"], { place });
    expect(code).toBe(0);
    expect(stdout).toContain("PASS: 1 planned, 1 pass");
    writeFileSync(join(directory, "cells.txt"), "# mine\nno such cell\n");
    const wrong = await matrix(["--test-list", "cells.txt"], { place });
    expect(wrong.code).toBe(254);
    expect(wrong.stderr).toContain('cells.txt:2: no cell "no such cell" is selected');
    const missing = await matrix(["--test-list", "gone.txt"], { place });
    expect(missing.code).toBe(254);
    expect(missing.stderr).toMatch(/--test-list .*gone\.txt cannot be read \(ENOENT\)/);
  });

  test("--shuffle says its seed, which gives the same order again; --limit takes the first", async () => {
    const many = ["--repeat-each", "8"];
    const plain = await matrix(["list", ...many]);
    const drawn = await matrix(["list", ...many, "--shuffle"]);
    const [, seed = ""] = /^The same order again: --shuffle (\d+)\n$/.exec(drawn.stderr) ?? [];
    const again = await matrix(["list", ...many, "--shuffle", seed]);
    expect(again.stdout).toBe(drawn.stdout);
    expect(again.stderr).toBe("");
    expect(drawn.stdout.split("\n").toSorted()).toEqual(plain.stdout.split("\n").toSorted());
    const limited = await matrix(["list", ...many, "--shuffle", seed, "--limit", "1"]);
    const [first] = drawn.stdout.split("\n");
    expect(limited.stdout).toBe(`${first}\n1 planned, 1 to run\n`);
    const run = await matrix([...many, "--limit", "3"]);
    expect(run.stdout).toContain("3 planned");
  });

  test("an option may come from the environment, and the command line beats it", async () => {
    const given = async (environment: Record<string, string>, ...args: readonly string[]) => {
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      onTestFinished(() => void vi.unstubAllEnvs());
      const { code, stdout, stderr } = await matrix(["list", ...args], { environment });
      vi.unstubAllEnvs();
      return code === 0 ? stdout.split("\n").at(-2) : stderr;
    };
    expect(await given({ MATRIX_TARGET: "two/*" })).toBe("1 planned, 1 to run");
    expect(await given({ MATRIX_REPEAT_EACH: "3" })).toBe("6 planned, 6 to run");
    expect(await given({ MATRIX_REPEAT_EACH: "3" }, "--repeat-each", "2")).toMatch(/^4 planned/);
    expect(await given({ MATRIX_TARGET: "two/*" }, "--target", "one/*")).toMatch(/^1 planned/);
    expect(await given({ MATRIX_JSON: "1" })).toMatch(/^\{/);
    expect(await given({ MATRIX_JSON: "0", MATRIX_TARGET: "" })).toMatch(/^2 planned/);
    expect(await given({ MATRIX_LIMIT: "x" })).toMatch(
      /'--limit <count>' value 'x' from env 'MATRIX_LIMIT' is invalid/,
    );
    expect((await matrix(["list", "--help"])).stdout.replace(/\s+/g, " ")).toContain(
      "(env: MATRIX_REPEAT_EACH)",
    );
  });

  test.each(
    [
      ["1", "true", "yes", "on", "YES"].map((word) => [word, /^\{/] as const),
      ["0", "false", "no", "off", "False"].map((word) => [word, /planned/] as const),
    ].flat(),
  )("a flag may be turned on and off by the usual words: %s", async (word, shown) => {
    vi.stubEnv("MATRIX_JSON", word);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, stdout } = await matrix(["list"], { environment: { MATRIX_JSON: word } });
    expect(code).toBe(0);
    expect(stdout).toMatch(shown);
  });

  test("a word that turns a flag neither on nor off is refused where the flag counts", async () => {
    const environment = { MATRIX_JSON: "perhaps" };
    vi.stubEnv("MATRIX_JSON", "perhaps");
    onTestFinished(() => void vi.unstubAllEnvs());
    const refused = await matrix(["list"], { environment });
    expect([refused.code, refused.stdout]).toEqual([254, ""]);
    expect(refused.stderr).toContain(
      "option '--json' value 'perhaps' from env 'MATRIX_JSON' is invalid. It must be 1, true, yes or on",
    );
    expect((await matrix(["list", "--json"], { environment })).code).toBe(0);
    expect((await matrix(["list", "--help"], { environment })).code).toBe(0);
    // It has no such flag.
    expect((await matrix(["reap"], { environment })).code).toBe(0);
  });

  test("bounds on time and on a provider come from flag, environment or config, and are recorded", async () => {
    const recorded = async (args: readonly string[], changes = {}, environment = {}) => {
      const config = { targets: ["one/good"], ...changes };
      const { code, directory } = await matrix(args, { config, environment });
      expect(code).toBe(0);
      const text = readFileSync(join(directory, "out", "latest", "run.json"), "utf8");
      const { cellTimeoutMs, globalTimeoutMs, workersPerProvider } = JSON.parse(text).config;
      return [cellTimeoutMs, globalTimeoutMs, workersPerProvider];
    };
    const flags = ["--timeout", "60001", "--global-timeout", "60002", "--max-connections", "3"];
    const config = { cellTimeoutMs: 60_004, globalTimeoutMs: 60_005, workersPerProvider: 2 };
    const environment = { MATRIX_TIMEOUT: "60006", MATRIX_GLOBAL_TIMEOUT: "60007" };
    expect(await recorded([])).toEqual([null, null, 4]);
    expect(await recorded([], config)).toEqual([60_004, 60_005, 2]);
    expect(await recorded(flags, config)).toEqual([60_001, 60_002, 3]);
    vi.stubEnv("MATRIX_TIMEOUT", "60006").stubEnv("MATRIX_GLOBAL_TIMEOUT", "60007");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await recorded([], config, environment)).toEqual([60_006, 60_007, 2]);
  });

  test.each(["--timeout", "--global-timeout"])("%s refuses what bounds nothing", async (flag) => {
    for (const value of ["0", "-1", "soon", "99999999999"]) {
      const { code, stderr } = await matrix([flag, value]);
      expect({ code, stderr }).toMatchObject({ code: 254, stderr: expect.stringContaining(flag) });
    }
    const key = flag === "--timeout" ? "cellTimeoutMs" : "globalTimeoutMs";
    const { code, stderr } = await matrix([], { config: { targets: ["one/good"], [key]: 0 } });
    expect({ code, stderr }).toMatchObject({ code: 254, stderr: expect.stringContaining(key) });
  });

  test("--timeout ends a cell that takes longer, as unknown", async () => {
    const { code, stdout } = await matrix(["--timeout", "200"], {
      config: { targets: ["one/slow"] },
    });
    expect(code).toBe(2);
    expect(stdout).toContain("the cell took more than 200 ms (--timeout)");
  });

  test("--max-connections keeps a provider at so many cells, however many workers there are", async () => {
    const seen = { now: 0, most: 0 };
    const parts = fakeParts(world);
    const counted: Parts = {
      ...parts,
      async openRunner(options) {
        const runner = await parts.openRunner(options);
        return {
          ...runner,
          async runCell(cell, observer) {
            seen.now += 1;
            seen.most = Math.max(seen.most, seen.now);
            await new Promise(setImmediate);
            return runner.runCell(cell, observer).finally(() => {
              seen.now -= 1;
            });
          },
        };
      },
    };
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"], workers: 8, repeat: 20 });
    await inProcess(place, [], counted);
    expect(seen.most).toBeGreaterThan(2);
    seen.most = 0;
    await inProcess(place, ["--max-connections", "2"], counted);
    expect(seen.most).toBe(2);
  });

  test("--no-color beats FORCE_COLOR, for the result and for the progress", async () => {
    const environment = { FORCE_COLOR: "1" };
    const coloured = await matrix([], { environment });
    expect(coloured.stdout).toContain("\u001b[");
    expect(coloured.stderr).toContain("\u001b[");
    const { code, stdout, stderr } = await matrix(["--no-color"], { environment });
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  test("stops after the first failure with -x", async () => {
    const config = { targets: ["two/bad", "one/good", "three/good"], workers: 1 };
    const { stdout } = await matrix(["-x"], { config });
    expect(stdout).toContain("skipped 2 (one/good, three/good): stopped after 1 failure");
  });

  test("lists without running anything", async () => {
    const { stdout, directory } = await matrix(["--list", "-g", "two"]);
    expect(stdout).toBe("pi:two/bad v2 plain #1 (wire-format)\n1 planned, 1 to run\n");
    expect(existsSync(join(directory, "out"))).toBe(false);
  });

  test("checks the run it made", async () => {
    const { directory } = await matrix([]);
    const checked = await matrix(["check", "--json"], { place: directory });
    expect(JSON.parse(checked.stdout)).toMatchObject({ exitCode: 1, counts: { pass: 1, fail: 1 } });
    expect(checked.code).toBe(1);
  });

  test("says at the end that an all-skipped live run is no acceptance, and exits 0", async () => {
    const { code, stdout, directory } = await matrix(["--fidelity", "live"]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^This is not an acceptance/);
    expect(existsSync(join(directory, "out"))).toBe(false);
  });

  test("tells with doctor of an output directory that nobody can make, not even root", async () => {
    const { code, stdout } = await matrix(["doctor", "--output", "/proc/none"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ output .*no directory can be made in \/proc/);
  });

  test("tells with doctor what would run and what not", async () => {
    const { code, stdout } = await matrix(["doctor"], { environment: { ONE_API_KEY: "key" } });
    expect(code).toBe(0);
    expect(stdout).toContain("Live: 1 of 2 providers");
  });
});

describe("bad input", () => {
  const three = { targets: ["opnai/good"], workers: 0, wrkers: 3 };
  test.each<[string, string[], object | undefined, RegExp]>([
    ["an unknown flag", ["--targt", "x"], undefined, /unknown option '--targt'[\s\S]*--target/],
    [
      "another's flag",
      ["check", "--workers", "x"],
      undefined,
      /^error: check has no option '--workers'$/m,
    ],
    ["an unknown command", ["lst"], undefined, /no command "lst"; there is run, init, list/],
    ["no workers", ["--workers", "0"], undefined, /at least 1/],
    ["a target that matches nothing", ["--target", "x*"], undefined, /matches none of one\/good/],
    ["an unknown provider", ["--target", "ona/good"], undefined, /unknown provider "ona"/],
    ["three faults at once", [], three, /3 faults[\s\S]*targets\[0\][\s\S]*workers[\s\S]*wrkers/],
    ["a fidelity that is none", ["--fidelity", "sim"], undefined, /loopback, live/],
    ["too long a thought", ["--model-latency", "2147483648"], undefined, /at most 2147483647/],
    ["one alone", ["loopback", "--model-latency", "2147483648"], undefined, /0 to 2147483647/],
    ["a port that is none", ["loopback", "--port", "65536"], undefined, /0 to 65535/],
    ["a crowd", ["explore", "--dispatchers", "5000"], undefined, /There are 1 to 16/],
    ["no such canary", ["canary", "-g", "zzzz"], undefined, /--grep: no name or claim/],
    ["a command's flag", ["explore", "--time", "x"], undefined, /^See: matrix explore --help$/m],
    ["a flag of a run", ["--limit", "x"], undefined, /^See: matrix --help$/m],
    ["a run that is none", ["check", "nothing"], undefined, /no run "nothing".*or "latest"/],
    ["no test list", ["--test-list", "no"], undefined, /no cannot be read.*`matrix list` prints/],
    ["no counterexample", ["replay", "no"], undefined, /no cannot be read.*`matrix explore` kept/],
    ["no key", ["verify", "a", "--key", "no"], undefined, /--key no cannot be read.*in PEM/],
    ["a run to continue that is none", ["--continue", "nothing"], undefined, /no run "nothing"/],
  ])("%s is refused with 254 and nothing on standard output", async (_what, args, config, says) => {
    const { code, stdout, stderr, directory } = await matrix(args, config ? { config } : {});
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toMatch(says);
    expect(existsSync(join(directory, "out"))).toBe(false);
  });

  test("an output directory that cannot be written is refused", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"] });
    writeFileSync(join(place, "file"), "");
    const { code, stderr } = await matrix(["--output", "file/out"], { place });
    expect(code).toBe(254);
    expect(stderr).toMatch(/cannot be written.*--output/s);
    expect(readFileSync(join(place, "file"), "utf8")).toBe("");
  });

  test("a socket directory that is too long is refused with both figures", async () => {
    const place = temporaryDirectory();
    const long = join(place, "s".repeat(120));
    mkdirSync(long);
    const config = { targets: ["one/good"], socketDirectory: long };
    const { code, stderr } = await matrix([], { config });
    expect(code).toBe(254);
    expect(stderr).toMatch(/\d+ bytes.*allows \d+/s);
  });
});

describe("the real program", () => {
  const main = "src/main.ts";
  const project = resolve(import.meta.dirname, "../..");

  test("explains itself with every command and an example", async () => {
    const { code, stdout } = await start(main, ["--help"], temporaryDirectory()).ended;
    expect(code).toBe(0);
    for (const word of ["--target", "check", "reap", "doctor", "Exit codes"]) {
      expect(stdout).toContain(word);
    }
  });

  test("refuses a --pi that is not pi", async () => {
    const place = temporaryDirectory();
    const args = ["--config", join(project, "matrix.config.ts"), "--output", join(place, "out")];
    const ended = await start(main, [...args, "--pi", "/bin/true"], place).ended;
    expect(ended).toMatchObject({ code: 254, stdout: "" });
    expect(ended.stderr).toContain("is not pi");
    expect(existsSync(join(place, "out"))).toBe(false);
  });

  test("plans the default config: at least 12 targets, every wire format among them", async () => {
    const place = temporaryDirectory();
    const args = ["list", "--json", "--config", join(project, "matrix.config.ts")];
    const { stdout } = await start(main, args, place).ended;
    const { cells } = JSON.parse(stdout) as { cells: { target: string; wireApi: string }[] };
    expect(new Set(cells.map(({ target }) => target)).size).toBeGreaterThanOrEqual(12);
    expect(new Set(cells.map(({ wireApi }) => wireApi)).size).toBe(10);
  });
});
