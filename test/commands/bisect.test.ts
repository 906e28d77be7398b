import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";
import { twoVersions } from "./two-versions.ts";

const minor = (version: string) => Number(version.split(".")[1]);

const pis = (...names: readonly string[]) => names.flatMap((name) => ["--pi", `/pis/${name}`]);
const eight = Array.from({ length: 8 }, (_, index) => `1.${index}.0`);

async function bisected(args: readonly string[], failsFrom = 5) {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "two/good"] });
  const parts = twoVersions((version) => minor(version) >= failsFrom);
  return inProcess(place, ["bisect", ...args], parts);
}

describe("matrix bisect", () => {
  test("prints each step, the first version that fails and the command that replays it", async () => {
    const { code, stdout } = await bisected(["pi:one/good v2 plain #1", ...pis(...eight)]);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => line.replace(/ \(\/.*\)$/, ""))).toEqual([
      "1. 1.7.0: fail",
      "2. 1.3.0: pass",
      "3. 1.5.0: fail",
      "4. 1.4.0: pass",
      "First that fails: 1.5.0; 1.4.0 is the last known to pass. 4 of 8 versions were run.",
      "replay  pnpm matrix --target one/good --lane v2 --scenario plain --repeat-each 1 --pi /pis/1.5.0",
    ]);
    expect(code).toBe(1);
  });

  test("takes a title with a version as well, a selection, and says it as JSON", async () => {
    const titled = ["pi@1.5.0:one/good v2 plain #1", "--json", ...pis(...eight)];
    const first = JSON.parse((await bisected(titled)).stdout);
    expect(first).toMatchObject({ kind: "found", lastPassing: "1.4.0", firstFailing: "1.5.0" });
    const selected = ["--target", "*/good", "--json", ...pis(...eight)];
    expect(JSON.parse((await bisected(selected)).stdout)).toMatchObject({ firstFailing: "1.5.0" });
  });

  test("says 0 where the newest passes, and 2 where it cannot be run", async () => {
    const none = await bisected(["one/good v2 plain #1", ...pis("1.1.0", "1.2.0")]);
    expect([none.code, none.stdout]).toEqual([
      0,
      expect.stringContaining("None fails: 1.2.0 passes."),
    ]);
    const lacking = await bisected(["two/good v2 plain #1", ...pis("1.1.0", "0.9.0")]);
    expect([lacking.code, lacking.stdout]).toEqual([
      2,
      expect.stringMatching(/1\. 0\.9\.0: cannot be run \(.*no provider two.*\)\nUndecided/),
    ]);
  });

  test.each([
    [["one/good v2 plain #1", "--pi", "/pis/1.0.0"], "--pi: give at least two"],
    [pis("1.0.0", "1.1.0"), "name a cell by its title"],
    [["plain", ...pis("1.0.0", "1.1.0")], "plain: is no title of a cell"],
    [["one/good v2 plain #1", ...pis("1.0.0", "1.0.0")], "two of them are version 1.0.0"],
    [["one/good v2 plain #1", "--lane", "v1", ...pis("1.0.0", "1.1.0")], "--lane: says what"],
    [["one/good v2 plain #1", "--full", ...pis("1.0.0", "1.1.0")], "--full: says what"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await bisected(args);
    expect([code, stderr]).toEqual([254, expect.stringContaining(message)]);
  });
});
