// What a child is given to read, with real processes: where it comes, and where it must not be seen.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeWorld } from "../../../src/world/node.ts";
import { inputDescriptor } from "../../../src/world/world.ts";

const { processes } = nodeWorld();
let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rm-input-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(script: string, input: string) {
  const outputPath = join(directory, "out");
  const child = processes.spawn({
    command: process.execPath,
    arguments: ["-e", script],
    workingDirectory: directory,
    environment: {},
    outputPath,
    errorPath: join(directory, "err"),
    input,
  });
  const exit = (await child.started).kind === "started" ? await child.exited : null;
  return { exit, output: readFileSync(outputPath, "utf8") };
}

const echo = `process.stdout.write(require("fs").readFileSync(${inputDescriptor}))`;

test("a child reads all of it and then its end, however much it is", async () => {
  const input = "Grüße 😀\n".repeat(200_000);
  const { exit, output } = await run(echo, input);
  expect(exit).toEqual({ exitCode: 0, signal: null });
  expect(output === input).toBe(true);
});

test("it stands in no argument, no variable and no file", async () => {
  const look = `const fs = require("fs"); console.log(JSON.stringify([process.argv, process.env, fs.readdirSync(".")]))`;
  const { output } = await run(look, "a secret word");
  expect(output).not.toContain("secret");
  expect(readdirSync(directory).sort()).toEqual(["err", "out"]);
  expect(readFileSync(join(directory, "err"), "utf8")).toBe("");
});

test("a child that never reads it costs its parent nothing", async () => {
  const { exit } = await run("process.exit(7)", "x".repeat(4_000_000));
  expect(exit).toEqual({ exitCode: 7, signal: null });
});
