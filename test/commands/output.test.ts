import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ProcessIdentity } from "../../src/evidence/event.ts";
import { cellMarker } from "../../src/gate/stage.ts";
import { runFormat, runVersion } from "../../src/matrix/store/run-record.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

function configured(output = "kept/runs"): string {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"], output });
  return place;
}

describe("without --output", () => {
  test.each(["check", "dossier"])("%s finds the run where the config keeps it", async (command) => {
    const place = configured();
    await inProcess(place, []);
    const { stdout, stderr } = await inProcess(place, [command, "latest", "--json"]);
    expect({ stderr, json: JSON.parse(stdout) }).toMatchObject({ stderr: "", json: {} });
    expect(existsSync(join(place, "out"))).toBe(false);
  });

  test("reap looks where the config keeps runs", async () => {
    const place = configured();
    leaveRun(join(place, "kept", "runs"));
    const { stdout } = await inProcess(place, ["reap", "--dry-run"]);
    expect(stdout).toContain(": its runner is gone");
  });

  test("canary writes its stamp where a run with that config reads it", async () => {
    const place = configured();
    await inProcess(place, ["canary", "--fidelity", "sim", "-g", "single-release"]);
    expect(existsSync(join(place, "out"))).toBe(false);
    const { stdout } = await inProcess(place, []);
    expect(stdout).not.toContain("canaries: not run for this build");
  });

  test("a run is found in out where there is no config", async () => {
    const place = configured("out");
    await inProcess(place, []);
    rmSync(join(place, "matrix.config.js"));
    const { code, stderr } = await inProcess(place, ["check"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("a run is found in out where the config cannot be read, which is told", async () => {
    const place = temporaryDirectory();
    leaveRun(join(place, "out"));
    writeFileSync(join(place, "matrix.config.js"), "export default (");
    const { stdout, stderr } = await inProcess(place, ["reap", "--dry-run"]);
    expect(stdout).toContain(": its runner is gone");
    expect(stderr).toContain("cannot be loaded");
  });
});

describe("what the command line says", () => {
  test("beats the config, and is meant from the working directory", async () => {
    const place = configured();
    leaveRun(join(place, "other"));
    const { stdout } = await inProcess(place, ["reap", "--dry-run", "--output", "other"]);
    expect(stdout).toContain(": its runner is gone");
  });

  test.each([
    [{ output: "runs" }, "runs"],
    [{}, "out"],
  ])("names a config elsewhere: with %j in it, runs are in its %s", async (settings, output) => {
    const place = temporaryDirectory();
    const named = ["--config", "sub/matrix.config.js"];
    mkdirSync(join(place, "sub"));
    writeConfig(join(place, "sub"), { targets: ["one/good"], ...settings });
    leaveRun(join(place, "sub", output));
    const { stdout } = await inProcess(place, ["reap", ...named]);
    expect(stdout).toContain(`${join(place, "sub", output)}/20300102-030405-abcd: its runner`);
    expect(await inProcess(place, named)).toMatchObject({ code: 0 });
    for (const command of ["check", "dossier"]) {
      const { stdout, stderr } = await inProcess(place, [command, ...named, "--json"]);
      expect({ stderr, json: JSON.parse(stdout) }).toMatchObject({ stderr: "", json: {} });
    }
  });

  test.each(["check", "dossier", "reap", "canary"])(
    "a config that is not there stops %s",
    async (command) => {
      const { code, stderr } = await inProcess(temporaryDirectory(), [
        command,
        "--config",
        "none.ts",
      ]);
      expect({ code, stderr }).toEqual({
        code: 254,
        stderr: "--config: there is no file none.ts\n",
      });
    },
  );

  test("is meant from the working directory by doctor, whichever config is named", async () => {
    const place = temporaryDirectory();
    mkdirSync(join(place, "sub"));
    writeConfig(join(place, "sub"), { targets: ["one/good"], output: "runs" });
    const named = ["doctor", "--config", "sub/matrix.config.js"];
    const told = await inProcess(place, [...named, "--output", "here"]);
    expect(told.stdout).toContain(join(place, "here"));
    expect((await inProcess(place, named)).stdout).toContain(join(place, "sub", "runs"));
  });

  test("is meant from there by a run, too, and the config's is from its own", async () => {
    const place = temporaryDirectory();
    mkdirSync(join(place, "sub"));
    writeConfig(join(place, "sub"), { targets: ["one/good"], output: "runs" });
    const named = ["--config", "sub/matrix.config.js"];
    await inProcess(place, [...named, "--output", "here"]);
    expect(existsSync(join(place, "here", "latest"))).toBe(true);
    await inProcess(place, named);
    expect(existsSync(join(place, "sub", "runs", "latest"))).toBe(true);
  });
});

test("names that a killed run left cannot steer the terminal", async () => {
  const place = configured("a\u001b]0;title\u0007\u001b[31mb");
  const output = join(place, "a\u001b]0;title\u0007\u001b[31mb");
  leaveRun(output, "20300102-030405-abcd");
  leaveRun(output, "20300102-030406-abcd", await nodeWorld().processes.identify(process.pid));
  for (const args of [["--dry-run"], []]) {
    const { stdout } = await inProcess(place, ["reap", ...args]);
    expect(stdout).toContain(join(place, "ab", "20300102-030405-abcd: its runner is gone"));
    expect(stdout).toContain(join(place, "ab", "20300102-030406-abcd: still run by"));
    expect(stdout).toMatch(args.length > 0 ? /would remove lock / : /removed lock /);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u0007");
  }
});

test("a process cannot steer it by its arguments", async () => {
  const place = configured("out");
  leaveRun(join(place, "out"));
  const script = "setTimeout(() => {}, 60_000);console.log(1)";
  const child = spawn(process.execPath, ["-e", script, "\u001b]0;title\u0007"], {
    env: { [cellMarker]: gardenId },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const { stdout } = await inProcess(place, ["reap", "--dry-run"]);
  expect(stdout).toContain(`would remove process ${child.pid} of cell ${gardenId}`);
  expect(stdout).not.toContain("\u001b");
  expect(stdout).not.toContain("\u0007");
});

// Its marked process is looked for on the whole machine, where another test may be at it too.
const gardenId = `20300102T030405-${randomBytes(3).toString("hex")}`;
const nobody = { pid: 1, startTime: "somebody else's" };

/** What a runner leaves that was killed in its first cell. */
function leaveRun(
  output: string,
  name = "20300102-030405-abcd",
  runner: ProcessIdentity | null = nobody,
): void {
  const directory = join(output, name);
  const locks = join(directory, "cells", gardenId, "files", "locks");
  mkdirSync(locks, { recursive: true });
  writeFileSync(join(locks, `${gardenId}.lock`), "{}");
  const record = {
    format: runFormat,
    version: runVersion,
    run: "r",
    endedAt: null,
    runner,
    plan: [],
    socketRoot: "",
    config: {},
  };
  writeFileSync(join(directory, "run.json"), JSON.stringify(record));
}
