// Names that hold what a terminal would obey: on the command line, and in a recorded run.
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

describe("a name with control sequences", () => {
  test.each([
    [["check", "\u001b[31mrun\u001b[0m"], 'There is no run "run"'],
    [["\u001b[31mchekc"], 'no command "chekc"'],
    [["--target", "\u001b[2Jnone"], "--target none"],
  ])("is printed without them where %j is refused", async (args, words) => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"], lanes: ["v2"] });
    const { code, stderr } = await inProcess(place, args);
    expect(code).toBe(254);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("\u001b");
  });

  test("is printed without them where a recorded run has it", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"], lanes: ["v2"] });
    await inProcess(place, []);
    const run = readdirSync(join(place, "out")).find((name) => /^\d/.test(name)) ?? "";
    const hostile = join(place, "a\u001b[31mb");
    renameSync(join(place, "out", run), hostile);
    rmSync(join(hostile, "cells"), { recursive: true });
    const { code, stdout, stderr } = await inProcess(place, ["check", hostile]);
    expect(code).toBe(2);
    expect(stderr).toContain("damaged or missing");
    expect(stdout).toContain(join(place, "ab"));
    expect(stdout + stderr).not.toContain("\u001b");
  });
});
