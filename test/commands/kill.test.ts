import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/world/node.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { start, until } from "./start.ts";

const world = nodeWorld();
const fakeMain = "test/commands/fake-main.ts";

function place(targets: readonly string[]) {
  const directory = temporaryDirectory();
  writeConfig(directory, { targets, workers: 1 });
  const evidence = () => {
    const cells = join(directory, "out", "latest", "cells");
    if (!existsSync(cells)) return "";
    const files = readdirSync(cells).map((name) => join(cells, name, "evidence.jsonl"));
    return files.map((path) => (existsSync(path) ? readFileSync(path, "utf8") : "")).join("");
  };
  return { directory, evidence };
}

describe("a runner that is killed", () => {
  test("leaves a journal that is judged, and a residue that is reaped once", async () => {
    const { directory, evidence } = place(["one/good", "two/stuck", "three/good"]);
    const runner = start(fakeMain, [], directory);
    await until(() => evidence().includes("child-started"));
    const [, pid = ""] = /"child-started".*?"pid":(\d+)/.exec(evidence()) ?? [];
    runner.child.kill("SIGKILL");
    await runner.ended;
    expect(await world.processes.identify(Number(pid))).not.toBeNull();

    const checked = await start(fakeMain, ["check", "--json"], directory).ended;
    const { counts, notAcceptance } = JSON.parse(checked.stdout);
    expect(counts).toMatchObject({ planned: 3, run: 1, pass: 1, skip: 2 });
    expect(checked.code).toBe(2);
    expect(notAcceptance).toContain("2 of 3");

    const other = await start(fakeMain, ["--target", "three/good"], directory).ended;
    expect(other).toMatchObject({ code: 0 });
    expect(other.stderr).toMatch(/^Run \d{8}-\d{6}-[0-9a-f]{4} left 1 process: pnpm matrix reap\n/);

    const dry = await start(fakeMain, ["reap", "--dry-run"], directory).ended;
    expect(dry.stdout).toContain(`would remove process ${pid}`);
    expect(await world.processes.identify(Number(pid))).not.toBeNull();

    const reaped = await start(fakeMain, ["reap"], directory).ended;
    expect(reaped).toMatchObject({ code: 0 });
    expect(reaped.stdout).toContain(`terminated process ${pid}`);
    expect(await world.processes.identify(Number(pid))).toBeNull();

    const again = await start(fakeMain, ["reap"], directory).ended;
    expect(again).toMatchObject({ code: 0, stdout: "Nothing is left behind.\n" });
    const last = await start(fakeMain, ["--target", "three/good"], directory).ended;
    expect(last.stderr).not.toContain("reap");
  });
});

describe("a runner that is interrupted", () => {
  test("ends amid a cell, with the table of what was done", async () => {
    const { directory, evidence } = place(["one/good", "two/slow", "three/good"]);
    const runner = start(fakeMain, [], directory);
    await until(() => evidence().split("phase-started").length > 2);
    runner.child.kill("SIGINT");
    const { code, stdout } = await runner.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/one\/good +pass/);
    expect(stdout).toContain("INTERRUPTED: 3 planned");
    const sockets = readdirSync(join(directory, "t")).filter((name) => name.startsWith("rm-"));
    expect(sockets.flatMap((name) => readdirSync(join(directory, "t", name)))).toEqual([]);
  });
});
