import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";
import { twoVersions } from "./two-versions.ts";

const both = ["--pi", "/pis/0.9.0", "--pi", "/pis/1.0.0"];

async function ran(...flags: readonly string[]) {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good", "two/good"] });
  const { stdout, ...rest } = await inProcess(place, ["--json", ...both, ...flags], twoVersions());
  return { ...rest, place, summary: JSON.parse(stdout) };
}

type Told = Readonly<Record<string, string>>;
const told = (cells: readonly Told[]) =>
  cells.map(({ version, target, wireApi, verdict }) => [version, target, wireApi, verdict]);

describe("several versions of the agent in one run", () => {
  test("are cells of their own, each as that version has it", async () => {
    const { code, summary } = await ran();
    expect(code).toBe(1);
    expect(told(summary.cells)).toEqual([
      ["0.9.0", "one/good", "former-format", "fail"],
      ["0.9.0", "two/good", null, "skip"],
      ["1.0.0", "one/good", "wire-format", "pass"],
      ["1.0.0", "two/good", "wire-format", "pass"],
    ]);
    expect(summary.findings).toHaveLength(1);
    expect(summary.findings[0]).toMatchObject({
      example: "pi@0.9.0:one/good v2 plain #1",
      targets: ["pi@0.9.0:one/good"],
    });
  });

  test("are replayed one cell at a time", async () => {
    const { summary, place } = await ran();
    const replay: string = summary.findings[0].replay;
    expect(replay).toContain(String.raw`--grep '^pi@0\.9\.0:'`);
    const words = replay.replace("pnpm matrix ", "").replaceAll("'", "").split(" ");
    const again = await inProcess(place, [...words, "--json"], twoVersions());
    expect(told(JSON.parse(again.stdout).cells)).toEqual([
      ["0.9.0", "one/good", "former-format", "fail"],
    ]);
  });

  test("are judged again, compared and gone on with", async () => {
    const { summary, place } = await ran();
    const { run, directory } = summary;
    const checked = await inProcess(place, ["check", run, "--json"], twoVersions());
    expect(told(JSON.parse(checked.stdout).cells)).toEqual(told(summary.cells));
    const two = ["compare", `${run}@0.9.0`, `${run}@1.0.0`, "--json"];
    const compared = JSON.parse((await inProcess(place, two, twoVersions())).stdout);
    expect(compared.rows).toMatchObject([
      { target: "pi@1.0.0:one/good", judged: 1, passedBaseline: 0, passedCandidate: 1 },
      { target: "pi@1.0.0:two/good", judged: 0, skipped: 1 },
    ]);
    const unnamed = await inProcess(place, ["compare", run, run], twoVersions());
    expect(unnamed.stderr).toContain(`name one, as ${run}@0.9.0 or ${run}@1.0.0`);
    // As if it had been ended before its last cell.
    const journal = join(directory, "journal.jsonl");
    const lines = readFileSync(journal, "utf8").trim().split("\n");
    const isLast = ({ target }: { readonly target?: Told }) =>
      target?.version === "1.0.0" && target.provider === "two";
    const kept = lines.filter((line) => !isLast(JSON.parse(line)));
    expect(kept).toHaveLength(lines.length - 1);
    writeFileSync(journal, `${kept.join("\n")}\n`);
    const record = join(directory, "run.json");
    const dead = readFileSync(record, "utf8").replace(/"startTime": "[^"]*"/, '"startTime": "0"');
    writeFileSync(record, dead);
    const ended = await inProcess(place, ["--continue", run, "--json"], twoVersions());
    expect(told(JSON.parse(ended.stdout).cells)).toEqual(told(summary.cells));
  });

  test("are findings that the config knows by the target alone", async () => {
    const place = temporaryDirectory();
    const known = [{ claim: "fresh-identity", target: "one/good", because: "it is old" }];
    writeConfig(place, { targets: ["one/good"], known });
    const { stdout } = await inProcess(place, ["--json", ...both], twoVersions());
    expect(JSON.parse(stdout).counts).toMatchObject({ known: 1, fail: 0, pass: 1 });
  });

  test("are told apart from one version, whose cells are named as ever", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"] });
    const one = await inProcess(place, ["--json", "--pi", "/pis/1.0.0"], twoVersions());
    const [cell] = JSON.parse(one.stdout).cells;
    expect(cell).not.toHaveProperty("version");
    const twice = ["--pi", "/pis/1.0.0", "--pi", "/other/1.0.0"];
    const refused = await inProcess(place, twice, twoVersions());
    expect([refused.code, refused.stderr]).toEqual([
      254,
      expect.stringContaining("--pi: two of them are version 1.0.0"),
    ]);
  });

  test("are refused to a lane that brings an agent of its own", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["one/good"], lanes: ["own"] });
    const parts = twoVersions();
    const [lane] = parts.lanes;
    if (!lane) throw new Error("there is a lane");
    const description = { agent: "mine", module: "/mine.ts", command: "mine", version: "1" };
    const agent = { ...description, commandArguments: [] };
    const own = { ...lane, name: "own", surroundings: { agent } };
    const ran = await inProcess(place, both, { ...parts, lanes: [own] });
    expect([ran.code, ran.stderr]).toEqual([
      254,
      expect.stringContaining("--pi: give it once: own bring an agent of their own"),
    ]);
  });

  test("run every scenario on the first target that each of them has", async () => {
    const place = temporaryDirectory();
    writeConfig(place, { targets: ["two/good", "one/good"] });
    const parts = twoVersions();
    const [plain] = parts.scenarios;
    if (!plain) throw new Error("there is a scenario");
    const more = { ...parts, scenarios: [plain, { ...plain, name: "other" }] };
    const { stdout } = await inProcess(place, ["list", "--json", ...both], more);
    const others = JSON.parse(stdout).cells.filter(({ scenario }: Told) => scenario === "other");
    expect(others.map(({ version, target }: Told) => [version, target])).toEqual([
      ["0.9.0", "one/good"],
      ["1.0.0", "two/good"],
    ]);
  });
});
