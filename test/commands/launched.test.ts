// The documented command, with the real package runner: whoever ends it ends the run.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findLaunchers, standsForNode } from "../../src/world/node/launchers.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { start, until } from "./start.ts";

const root = resolve(import.meta.dirname, "../..");
const world = nodeWorld();

interface Launched {
  readonly wrapper: ChildProcess;
  readonly place: string;
  stderr(): string;
  /** All evidence of the run so far, and its record. */
  evidence(): string;
  runner(): number;
}

/** No further than the evidence: the files of a cell come and go while it is run. */
const below = (directory: string) =>
  existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];

const textsOf = (files: readonly string[]) =>
  files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("");

const runsBelow = (output: string) => below(output).map(({ name }) => join(output, name));

const recordBelow = (output: string) =>
  textsOf(runsBelow(output).map((run) => join(run, "run.json")));

const evidenceBelow = (output: string) =>
  textsOf(
    runsBelow(output)
      .map((run) => join(run, "cells"))
      .flatMap((cells) => below(cells).map(({ name }) => join(cells, name, "evidence.jsonl"))),
  );

/** `npx -y pnpm@10 matrix`, as the README says, on a cell that takes long if it is let. */
function launch(): Launched {
  const place = realpathSync(temporaryDirectory());
  const output = join(place, "out");
  mkdirSync(join(place, "t"));
  const words = ["--scenario", "plain", "--target", "openai/gpt-5.4", "--output", output];
  const slow = ["--model-latency", "50000"];
  const wrapper = spawn("npx", ["-y", "pnpm@10", "matrix", ...words, ...slow], {
    cwd: root,
    // As a shell with job control does it: a signal to the one reaches nobody else by itself.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      TMPDIR: join(place, "t"),
      CI: "1",
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      // These tests may be run by a package runner themselves.
      npm_lifecycle_event: undefined,
    },
  });
  let stderr = "";
  wrapper.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const launched: Launched = {
    wrapper,
    place,
    stderr: () => stderr,
    evidence: () => evidenceBelow(output),
    runner: () => JSON.parse(recordBelow(output)).runner.pid,
  };
  onTestFinished(async () => {
    wrapper.kill("SIGKILL");
    await start("src/main.ts", ["reap", "--output", output], place).ended;
  });
  return launched;
}

/** Alone, npx and pnpm ignore SIGINT and live on: a terminal sends it to the whole group. */
const ends = [
  ["npx", "SIGTERM"],
  ["npx", "SIGHUP"],
  ["npx", "SIGKILL"],
  ["pnpm", "SIGTERM"],
  ["the group", "SIGINT"],
] as const;

describe("a run by the package runner", () => {
  test.each(ends)(
    "ends as interrupted when %s gets %s, and leaves nothing",
    async (which, signal) => {
      const { wrapper, place, evidence, runner, stderr } = launch();
      await until(() => /"child-started".*"seed"/.test(evidence()));
      const pid = runner();
      const launchers = await findLaunchers(pid);
      expect(launchers.at(-1)?.pid).toBe(wrapper.pid);
      const identity = await world.processes.identify(pid);
      const pnpm = launchers.find((each) => /^\S*node\0.*pnpm/.test(readCommand(each.pid)));
      const npx = wrapper.pid as number;
      const receivers = { npx, pnpm: pnpm?.pid as number, "the group": -npx };
      process.kill(receivers[which], signal);
      await until(() => evidence().includes('"cell-ended"'));
      expect(evidence()).toContain('"interrupted":true');
      while ((await world.processes.identify(pid))?.startTime === identity?.startTime) {
        await world.clock.sleep(50);
      }
      expect(stderr()).toMatch(/Interrupted: |which had started this one, has ended/);
      expect(stderr()).not.toContain("Internal error");
      const { stdout } = await start("src/main.ts", ["reap", "--output", join(place, "out")], place)
        .ended;
      expect(stdout).toBe("Nothing is left behind.\n");
    },
    120_000,
  );

  test("ends in order when its launcher is gone and a shell in between is not", async () => {
    const place = realpathSync(temporaryDirectory());
    const words = ["--scenario", "plain", "--target", "openai/gpt-5.4", "--lane", "v2"];
    const config = ["--config", join(root, "matrix.config.ts")];
    const slow = ["--output", join(place, "out"), "--model-latency", "50000"];
    const run = `${[process.execPath, join(root, "src/main.ts"), ...words, ...config, ...slow].join(" ")}; echo $? > code`;
    const script = "require('child_process').spawn('sh', ['-c', process.argv[1]])";
    const launcher = spawn(process.execPath, ["-e", script, run], {
      cwd: place,
      stdio: "ignore",
      env: { PATH: process.env.PATH, HOME: place, TMPDIR: place, npm_lifecycle_event: "matrix" },
    });
    onTestFinished(() => void launcher.kill("SIGKILL"));
    const read = (name: string) =>
      existsSync(join(place, name)) ? readFileSync(join(place, name), "utf8") : "";
    await until(() => /"child-started".*"seed"/.test(evidenceBelow(join(place, "out"))));
    launcher.kill("SIGKILL");
    await until(() => read("code") !== "");
    expect(read("code")).toBe("130\n");
    expect(evidenceBelow(join(place, "out"))).toContain('"interrupted":true');
  }, 120_000);
});

/** As pnpm writes it for the package `node`: no `exec`, so that the script outlives nothing and hears nothing. */
const shim = `#!/bin/sh\n"${process.execPath}" "$@"\nexit $?\n`;

describe("a script in Node's place", () => {
  test.each(["SIGKILL", "SIGTERM"] as const)(
    "that gets %s ends the run as interrupted",
    async (signal) => {
      const place = realpathSync(temporaryDirectory());
      mkdirSync(join(place, "bin"));
      writeFileSync(join(place, "bin/node"), shim, { mode: 0o755 });
      const output = join(place, "out");
      const words = ["--scenario", "plain", "--target", "openai/gpt-5.4", "--lane", "v2"];
      const config = ["--config", join(root, "matrix.config.ts")];
      const slow = ["--output", output, "--model-latency", "50000"];
      const script = [join(root, "src/main.ts"), ...words, ...config, ...slow];
      const wrapper = spawn(join(place, "bin/node"), script, {
        cwd: place,
        stdio: ["ignore", "ignore", "pipe"],
        env: { PATH: process.env.PATH, HOME: place, TMPDIR: place },
      });
      let stderr = "";
      wrapper.stderr?.on("data", (chunk) => {
        stderr += chunk;
      });
      onTestFinished(async () => {
        wrapper.kill("SIGKILL");
        await start("src/main.ts", ["reap", "--output", output], place).ended;
      });
      await until(() => /"child-started".*"seed"/.test(evidenceBelow(output)));
      const { pid, startTime } = JSON.parse(recordBelow(output)).runner;
      expect((await findLaunchers(pid)).map((each) => each.pid)).toEqual([wrapper.pid]);
      wrapper.kill(signal);
      await until(() => evidenceBelow(output).includes('"cell-ended"'));
      expect(evidenceBelow(output)).toContain('"interrupted":true');
      while ((await world.processes.identify(pid))?.startTime === startTime) {
        await world.clock.sleep(50);
      }
      expect(stderr).toContain(`Process ${wrapper.pid}, which had started this one, has ended`);
    },
    120_000,
  );

  test.each([
    [["/bin/sh", "node_modules/.bin/node", "a.ts", "-x"], true],
    [["/usr/bin/bash", "/opt/node", "a.ts", "-x"], true],
    [["/bin/sh", "/opt/node", "a.ts"], false],
    [["/bin/sh", "/opt/node", "a.ts", "-x", "y"], false],
    [["/bin/sh", "start-in-the-background", "a.ts", "-x"], false],
    [["/opt/python", "/opt/node", "a.ts", "-x"], false],
    [["-bash"], false],
    [[], false],
  ])("is %j: %s", (wrapper, is) => {
    expect(standsForNode(wrapper, ["/usr/bin/node", "a.ts", "-x"])).toBe(is);
  });
});

const readCommand = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, "utf8");

describe("who is watched", () => {
  const waiting = ["-e", "setTimeout(() => {}, 60_000)"];
  const begin = (env: Record<string, string>) => {
    const child = spawn(process.execPath, waiting, { env, stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child.pid as number;
  };

  test("is nobody where no package runner started the process", async () => {
    expect(await findLaunchers(begin({ PATH: "" }))).toEqual([]);
  });

  test("is whoever started it where one did, by pid and start time", async () => {
    const [nearest] = await findLaunchers(begin({ npm_lifecycle_event: "matrix" }));
    expect(nearest).toEqual(await world.processes.identify(process.pid));
  });
});
