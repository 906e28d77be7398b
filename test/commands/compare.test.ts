import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

/** Two recorded runs below `out`. */
async function twoRuns(before: object, after: object) {
  const place = temporaryDirectory();
  const names: string[] = [];
  for (const config of [before, after]) {
    writeConfig(place, config);
    // A module is loaded but once: each has a file of its own.
    const file = `config-${names.length}.js`;
    writeFileSync(join(place, file), `export default ${JSON.stringify(config)};\n`);
    const { stdout } = await inProcess(place, ["--json", "--config", file]);
    names.push(JSON.parse(stdout).run);
  }
  return { place, names };
}

describe("matrix compare", () => {
  test("says 2 and how many lack where too few cells are there, and 0 with enough", async () => {
    const { place, names } = await twoRuns(
      { targets: ["one/good"], repeat: 3 },
      { targets: ["one/good"], repeat: 3 },
    );
    const few = await inProcess(place, ["compare", ...names]);
    expect(few.code).toBe(2);
    expect(few.stdout).toContain("at the least 70 more lack");
    expect((await inProcess(place, ["compare", ...names, "--margin", "70"])).code).toBe(0);
  });

  test("says 1 where the candidate fails what the baseline passed, with the replay", async () => {
    const { place, names } = await twoRuns(
      { targets: ["one/good"], repeat: 4 },
      { targets: ["one/bad"], repeat: 4 },
    );
    const { code, stdout } = await inProcess(place, ["compare", ...names, "--json"]);
    const { verdict, exitCode, rows } = JSON.parse(stdout);
    expect([code, verdict, exitCode]).toEqual([1, "worse", 1]);
    expect(rows[0].replay).toContain("--target one/bad --lane v2 --scenario plain");
    const back = [...names].reverse();
    expect((await inProcess(place, ["compare", ...back])).code).toBe(0);
    const issue = await inProcess(place, ["compare", ...names, "--reporter", "markdown"]);
    expect(issue.stdout).toMatch(/^### .*: worse\n/);
  });

  test("prints one form and writes others, and refuses one that there is not", async () => {
    const { place, names } = await twoRuns(
      { targets: ["one/good"], repeat: 2 },
      { targets: ["one/bad"], repeat: 2 },
    );
    const both = ["--reporter", "html=page.html", "--json"];
    const { stdout } = await inProcess(place, ["compare", ...names, ...both]);
    expect(JSON.parse(stdout).exitCode).toBeGreaterThan(0);
    const html = readFileSync(join(place, "page.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('id="document"');
    const alone = await inProcess(place, ["compare", ...names, "--reporter", "html=page.html"]);
    expect(alone.stdout).toContain("Lane v2");
    const junit = await inProcess(place, ["compare", ...names, "--reporter", "junit"]);
    expect([junit.code, junit.stdout]).toEqual([254, ""]);
    expect(junit.stderr).toContain('there is no reporter "junit" here; there is table, markdown');
    const twice = await inProcess(place, ["compare", ...names, "--json", "--reporter", "table"]);
    expect(twice.stderr).toContain("two reports would go to standard output");
  });

  test("refuses a margin, a target and a run that are none", async () => {
    const { place, names } = await twoRuns({ targets: ["one/good"] }, { targets: ["one/good"] });
    const [first = ""] = names;
    expect((await inProcess(place, ["compare", ...names, "--margin", "0"])).code).toBe(254);
    const same = await inProcess(place, ["compare", ...names, "--same-target", "a"]);
    expect(same.stderr).toContain("--same-target a: must be two targets");
    const none = await inProcess(place, ["compare", first, "no-run"]);
    expect(none.stderr).toContain('There is no run "no-run"');
    const version = await inProcess(place, ["compare", first, `${first}@1.0.0`]);
    expect(version.stderr).toContain("none of its cells is of 1.0.0");
  });

  test("takes the margin of the config, and refuses a wrong one by its path", async () => {
    const { place, names } = await twoRuns(
      { targets: ["one/good"], repeat: 3 },
      { targets: ["one/good"], repeat: 3 },
    );
    writeConfig(place, { targets: ["one/good"], compare: { marginPoints: 70 } });
    expect((await inProcess(place, ["compare", ...names])).code).toBe(0);
    const wrong = { targets: ["one/good"], compare: { marginPoints: -1 } };
    writeFileSync(join(place, "wrong.js"), `export default ${JSON.stringify(wrong)};\n`);
    const refused = await inProcess(place, ["compare", ...names, "--config", "wrong.js"]);
    expect([refused.code, refused.stderr]).toEqual([
      254,
      expect.stringContaining("compare.marginPoints: must be more than 0"),
    ]);
  });
});
