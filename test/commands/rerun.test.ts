import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

const matrix = (place: string, ...args: readonly string[]) => inProcess(place, args);

/** After a run of three cells, of which one fails and one is unknown. */
async function afterARun() {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "one/bad", "one/open"] });
  const { stdout } = await matrix(place, "--json");
  return { place, first: JSON.parse(stdout) };
}

const targetsOf = (stdout: string) =>
  JSON.parse(stdout).cells.map(({ target }: { readonly target: string }) => target);

describe("cells of the latest run", () => {
  test.each([
    ["--last-failed", "one/bad", 1],
    ["--retry-unknown", "one/open", 2],
  ])("are run again with %s, and the run before is left as it was", async (flag, target, code) => {
    const { place, first } = await afterARun();
    const journal = join(first.directory, "journal.jsonl");
    const before = readFileSync(journal, "utf8");
    const again = await matrix(place, flag, "--json");
    expect(again.code).toBe(code);
    expect(targetsOf(again.stdout)).toEqual([target]);
    expect(JSON.parse(again.stdout).run).not.toBe(first.run);
    expect(readFileSync(journal, "utf8")).toBe(before);
  });

  test("are taken with the settings of their run", async () => {
    const { place } = await afterARun();
    const { code, stderr } = await matrix(place, "--last-failed", "--lane", "v1");
    expect(code).toBe(254);
    expect(stderr).toContain("--last-failed takes its settings from the run; leave out --lane.");
  });

  test("are refused where none is such a one", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"] });
    await matrix(place, "--json");
    const { code, stderr } = await matrix(place, "--last-failed");
    expect(code).toBe(254);
    expect(stderr).toMatch(/--last-failed: no cell of .* failed\. Nothing was run\./);
  });

  test.each([["--last-failed"], ["--retry-unknown"], ["--continue", "latest"]])(
    "are not listed as the config's cells with %s",
    async (...words) => {
      const { place } = await afterARun();
      const { code, stdout, stderr } = await matrix(place, ...words, "--list");
      expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
      expect(stderr).toContain("'--list'");
    },
  );

  test("are not both failed and unknown", async () => {
    const { place } = await afterARun();
    expect((await matrix(place, "--last-failed", "--retry-unknown")).code).toBe(254);
  });
});
