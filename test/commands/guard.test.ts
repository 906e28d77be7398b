// What a config, a lane or a scenario does to the runner's own process, with the real command line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../matrix/place.ts";
import { start } from "./start.ts";

const main = "src/main.ts";
const targets = 'targets: ["openai/gpt-5.4"]';
const lane = (resume: string) =>
  `{ name: "mine", summary: "s", traits: { resident: true, locking: true }, async resume() { ${resume} } }`;
const scenario = (rest: string) =>
  `{ name: "own", summary: "s", faults: [], expect: () => ({ kind: "resumed" }), ${rest} }`;

function placeWith(config: string): string {
  const place = realpathSync(temporaryDirectory());
  writeFileSync(join(place, "matrix.config.js"), config);
  writeFileSync(join(place, "package.json"), '{"type":"module"}');
  return place;
}

async function matrix(config: string, ...args: string[]) {
  const place = placeWith(config);
  const ended = await start(main, args, place).ended;
  return { place, ...ended };
}

const late = (what: string) => `${what}; await new Promise((go) => setTimeout(go, 50));`;
const withLane = (resume: string) => `export default { ${targets}, lanes: [${lane(resume)}] }`;

describe("a config", () => {
  test.for([
    ["that ends the process", "process.exit(0);", "process.exit(0) was called at "],
    ["that throws nothing late", late("setTimeout(() => { throw null })"), "error, while loading "],
    ["whose rejection nobody sees", late("Promise.reject(new Error('lost'))"), "Error: lost"],
    ["that is never loaded", "await new Promise(() => {});", "nothing left to wait for, while"],
  ] as const)("%s gives no result: 255, and it is named", async ([, code, says], { expect }) => {
    const {
      code: exit,
      stdout,
      stderr,
      place,
    } = await matrix(`${code} export default { ${targets} }`, "list");
    expect({ exit, stdout }).toEqual({ exit: 255, stdout: "" });
    expect(stderr).toContain(says);
    expect(stderr).toContain(`while loading ${place}/matrix.config.js`);
  });

  test("that cannot be loaded is refused, whatever it throws", async ({ expect }) => {
    const odd = "throw { toString() { throw 1 } }; export default {}";
    const { code, stderr } = await matrix(odd, "list");
    expect({ code, stderr }).toEqual({
      code: 254,
      stderr: expect.stringMatching(/matrix\.config\.js: cannot be loaded\. something that has no/),
    });
  });

  test("may be a promise, and may print: its words go to standard error", async ({ expect }) => {
    const config = `console.log("hello"); process.stdout.write("there"); export default Promise.resolve({ ${targets} })`;
    const { code, stdout, stderr } = await matrix(config, "list", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "hello\nthere" });
    expect(JSON.parse(stdout).cells[0]).toMatchObject({ target: "openai/gpt-5.4" });
  });
});

describe("a lane or a scenario", () => {
  test.for([
    ["that ends the process", "process.exit(0)", "process.exit(0) was called at "],
    [
      "that throws when it is over",
      "setTimeout(() => { throw new Error('late') }); await new Promise((go) => setTimeout(go, 300))",
      "Error: late",
    ],
  ] as const)(
    "%s gives no result, is named with its cell, and leaves nothing",
    async ([, resume, says], { expect }) => {
      const config = withLane(resume);
      const { code, stdout, stderr, place } = await matrix(config, "--scenario", "plain", "--json");
      expect({ code, stdout }).toEqual({ code: 255, stdout: "" });
      expect(stderr).toContain(says);
      expect(stderr).toContain("in cell pi:openai/gpt-5.4 mine plain #1");
      expect(stderr).toContain("matrix.config.js:1:");
      const reaped = await start(main, ["reap"], place).ended;
      expect(reaped.stdout).toBe("Nothing is left behind.\n");
    },
  );

  test("that meddles with the process's output and end has the result say what it was", async ({
    expect,
  }) => {
    const config = withLane(
      "console.log('hi'); setInterval(() => console.log('still'), 20); process.exitCode = 0; process.stdout.end(); process.stdout.destroy(); process.removeAllListeners(); throw null",
    );
    const { code, stdout } = await matrix(config, "--scenario", "plain", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, counts: { run: 1, fail: 1 } });
    expect(code).toBe(1);
  });

  test.for([
    ["expect() { throw new Error('not here') }", "expect() for lane v2 threw: not here. Nothing"],
    ["expect: async () => ({ kind: 'resumed' })", "expect() for lane v2 must return an object"],
    ["cannotRun() { throw null }", "cannotRun() for lane v2 threw: null. Nothing was run."],
  ] as const)("is named where it cannot be asked: %j", async ([rest, says], { expect }) => {
    const config = `export default { ${targets}, scenarios: [${scenario(rest)}] }`;
    const { code, stdout, stderr } = await matrix(config);
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toContain(`scenario own: ${says}`);
  });
});

const tsx = import.meta.resolve("tsx");
const mainPath = resolve(import.meta.dirname, "../..", main);

async function ending(args: readonly string[], cwd: string, stdout: number | "ignore" | "pipe") {
  const child = spawn(process.execPath, ["--import", tsx, mainPath, ...args], {
    cwd,
    stdio: ["ignore", stdout, "pipe"],
    env: { PATH: process.env.PATH, HOME: cwd, TMPDIR: cwd },
  });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  // The reader that goes away before anything is written.
  child.stdout?.destroy();
  const [code] = await once(child, "close");
  return { code, stderr };
}

describe("a result that cannot be written", () => {
  test.for([["list"], ["list", "--json"], ["doctor"], ["reap"], ["--help"]])(
    "is no success: %j",
    { skip: !existsSync("/dev/full") },
    async (args, { expect }) => {
      const place = placeWith(`export default { ${targets} }`);
      const { code, stderr } = await ending(args, place, openSync("/dev/full", "w"));
      expect(code).toBe(255);
      expect(stderr).toContain("The result could not be written to standard output: ENOSPC");
    },
  );

  test("is none of ours where its reader went away", async ({ expect }) => {
    const place = placeWith(`export default { ${targets} }`);
    expect(await ending(["list"], place, "pipe")).toEqual({ code: 0, stderr: "" });
  });
});

test("a run whose every path leads over links, and TMPDIR is relative, passes", async () => {
  const place = placeWith(`export default { ${targets}, output: "link/out" }`);
  mkdirSync(join(place, "real", "deep"), { recursive: true });
  symlinkSync("real/deep", join(place, "link"));
  const environment = { TMPDIR: "link" };
  const run = await start(main, ["--scenario", "plain", "--json"], place, environment).ended;
  expect(JSON.parse(run.stdout)).toMatchObject({
    verdict: "pass",
    directory: expect.stringContaining(join(place, "real", "deep", "out")),
  });
  expect(existsSync(join(place, "real", "deep", `rm-${process.getuid?.()}`))).toBe(true);
  const told = ["--scenario", "plain", "--json", "--output", "link/told"];
  const again = await start(main, told, place, environment).ended;
  expect(JSON.parse(again.stdout)).toMatchObject({ verdict: "pass" });
});
