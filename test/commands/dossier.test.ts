import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Io } from "../../src/commands/command.ts";
import { runProgram } from "../../src/commands/program.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts, lane } from "../matrix/fake-parts.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

const world = nodeWorld();

const matrix = (directory: string, ...args: string[]) =>
  matrixOf(fakeParts(world), directory, ...args);

async function matrixOf(parts: Parts, directory: string, ...args: string[]) {
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
    environment: { HOME: directory },
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
  const { code, stdout } = await matrix(directory, "dossier");
  expect(code).toBe(2);
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
