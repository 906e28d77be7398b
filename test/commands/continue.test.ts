import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { buildStandIn } from "../lanes/entwurf/stand-in.ts";
import { fakeParts } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

const world = nodeWorld();

async function matrix(place: string, args: readonly string[], interruption?: AbortSignal) {
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
    environment: { HOME: place },
    workingDirectory: place,
    systemTemporaryDirectory: place,
    userId: process.getuid?.() ?? 0,
    interruption: interruption ?? new AbortController().signal,
    parts: async () => fakeParts(world),
    world: async () => world,
  };
  return { code: await runProgram(args, io), ...seen };
}

const configured = () => {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"] });
  return place;
};

/** As if the run had been killed before its first cell had ended. */
function killed(place: string, changes: object = {}): void {
  const run = join(place, "out", "latest");
  const record = JSON.parse(readFileSync(join(run, "run.json"), "utf8"));
  const runner = { pid: 1, startTime: "another process" };
  writeFileSync(join(run, "run.json"), JSON.stringify({ ...record, runner, ...changes }));
  const [header] = readFileSync(join(run, "journal.jsonl"), "utf8").split("\n");
  writeFileSync(join(run, "journal.jsonl"), `${header}\n`);
}

const goOn = (place: string) => matrix(place, ["--continue", "latest", "--json"]);

describe("a run whose lanes are not built in is continued", () => {
  test("with those of the config file that was named", async () => {
    const place = configured();
    const own = `{ name: "mine", summary: "s", traits: { resident: true, locking: true }, resume() {} }`;
    const file = join(place, "own.config.js");
    writeFileSync(file, `export default { targets: ["one/good"], lanes: [${own}] };`);
    expect((await matrix(place, ["--config", "own.config.js"])).code).toBe(0);
    killed(place);
    const { code, stdout } = await goOn(place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ lane: "mine", verdict: "pass" }]);
    rmSync(file);
    killed(place);
    expect(await goOn(place)).toMatchObject({ code: 254, stderr: expect.stringContaining(file) });
  });

  test("without the config file that was named, where it brought nothing", async () => {
    const place = configured();
    const file = join(place, "own.config.js");
    writeFileSync(file, `export default { targets: ["one/good"] };`);
    await matrix(place, ["--config", file]);
    rmSync(file);
    killed(place);
    expect((await goOn(place)).code).toBe(0);
  });

  test("with the canary it named", async () => {
    const place = configured();
    const lane = "canary:double-release";
    expect((await matrix(place, ["--lane", lane])).code).toBe(0);
    killed(place);
    const { code, stdout } = await goOn(place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ lane, verdict: "pass" }]);
  });

  test("with those of the checkout it named, unless its record does not say where that lies", async () => {
    const place = configured();
    const upstream = buildStandIn(join(place, "upstream"), "A");
    const args = ["--lane", `entwurf:${upstream}`, "--pi", "named", "--grep", "entwurf-v2"];
    expect(await matrix(place, args)).toMatchObject({ code: 0 });
    killed(place);
    const { code, stdout } = await goOn(place);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ lane: "entwurf-v2", verdict: "pass" }]);

    killed(place, { checkout: undefined });
    const refused = await goOn(place);
    expect(refused).toMatchObject({ code: 254, stdout: "" });
    expect(refused.stderr).toContain("lanes of a checkout of entwurf (entwurf-v2, entwurf-v1)");
  });
});

test("a run is found where the config keeps its runs", async () => {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/bad"], output: "runs" });
  expect((await matrix(place, [])).code).toBe(1);
  const { stderr } = await goOn(place);
  expect(stderr).toContain("still being run by process");
});

test("paths of the command line are from the working directory, not from the config's", async () => {
  const place = configured();
  mkdirSync(join(place, "sub"));
  writeFileSync(join(place, "sub", "own.config.js"), `export default { targets: ["one/good"] };`);
  const args = ["--config", "sub/own.config.js", "--output", "elsewhere"];
  expect((await matrix(place, args)).code).toBe(0);
  expect(existsSync(join(place, "elsewhere", "latest"))).toBe(true);
});

describe("an interrupted run says how to finish it", () => {
  test.each([
    [[], /--continue \d{8}-\d{6}-[0-9a-f]{4}\n/],
    [["--output", "elsewhere"], /--continue (\/\S+\/elsewhere\/\d{8}-\d{6}-[0-9a-f]{4})\n/],
  ])("with %j by a name that is found", async (args, expected) => {
    const place = configured();
    const { code, stdout } = await matrix(place, args, AbortSignal.abort());
    expect(code).toBe(130);
    expect(stdout).toMatch(expected);
    const [, name = ""] = /--continue (\S+)/.exec(stdout) ?? [];
    const { stderr } = await matrix(place, ["--continue", name]);
    expect(stderr).toContain("still being run by process");
  });
});

describe("reap", () => {
  test("names a run that it cannot read, and is not stopped by it", async () => {
    const place = configured();
    await matrix(place, []);
    killed(place);
    const run = join(place, "out", "latest");
    writeFileSync(join(run, "journal.jsonl"), "nonsense\n");
    mkdirSync(join(place, "out", "other"));
    const { code, stdout } = await matrix(place, ["reap"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/left alone directory \S+cells: nobody can say .*line 1/);
  });
});
