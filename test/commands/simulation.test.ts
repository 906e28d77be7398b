import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realParts } from "../../src/commands/parts.ts";
import { readExploration } from "../../src/matrix/store/exploration-record.ts";
import { plainCase } from "../../src/simulation/case/case.ts";
import { encodeKept } from "../../src/simulation/explore/keep.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

const matrix = (args: readonly string[], place = temporaryDirectory()) =>
  inProcess(place, args, realParts);

const keptOf = (claim: string) =>
  encodeKept({
    claim,
    simulated: {
      ...plainCase("v2"),
      dispatchers: [1, 2, 3].map(() => ({ intent: "owned-outcome", delayMs: 0, fates: [] })),
    },
  });

function placed(name: string, text: string): string {
  const place = temporaryDirectory();
  mkdirSync(join(place, "counterexamples"));
  writeFileSync(join(place, "counterexamples", name), text);
  return place;
}

describe("explore", () => {
  const few = ["explore", "--lane", "v2", "--runs", "30", "--seed", "7", "--no-keep"];

  test("says of a claim that no schedule judged that nothing is shown, and exits 2", async () => {
    const { code, stdout } = await matrix([...few, "--dispatchers", "3", "--claim", "bounded"]);
    expect(code).toBe(2);
    expect(stdout).not.toContain("held");
    expect(stdout).toContain("bounded was judged in no schedule of 30: nothing is shown.");
  });

  test("says of a claim that was judged how often, and exits 0", async () => {
    const { code, stdout } = await matrix([...few, "--claim", "append-only"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/every claim held\.\nappend-only was judged in \d+ of them\./);
  });

  test("leaves a record of this build for the dossier, of whole explorations alone", async () => {
    const place = temporaryDirectory();
    const output = join(place, "out");
    await matrix([...few, "--claim", "append-only"], place);
    expect(readExploration(output, "v2")).toMatchObject({ schedules: 0, broken: [] });
    await matrix(few, place);
    expect(readExploration(output, "v2")).toMatchObject({ schedules: 30, broken: [] });
  });

  test("records the claim of a counterexample", async () => {
    const place = temporaryDirectory();
    const lane = ["explore", "--lane", "v1", "--runs", "100", "--seed", "7", "--no-keep"];
    const { code } = await matrix([...lane, "--dispatchers", "2", "--output", "kept"], place);
    expect(code).toBe(1);
    const found = readExploration(join(place, "kept"), "v1");
    expect(found?.broken).toHaveLength(1);
  });

  test("says of a kept claim that is not judged in its case so, and exits 2", async () => {
    const { code, stdout } = await matrix(few, placed("bounded.json", keptOf("bounded")));
    expect(code).toBe(2);
    expect(stdout).toContain("Kept counterexamples of v2: 1, broken: 0, not judged: 1.");
  });

  test("enumerates until a claim breaks, and keeps what broke it", async () => {
    const place = temporaryDirectory();
    const { code, stdout } = await matrix(
      [
        "explore",
        "--exhaustive",
        "--lane",
        "v1",
        "--dispatchers",
        "2",
        "--preemptions",
        "0",
        "-j",
        "1",
      ],
      place,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/88 spaces, about [\d,]+ schedules \(± [\d,]+; estimated/);
    expect(stdout).toContain("BROKEN: single-writer");
    expect(stdout).toMatch(/matrix replay \S*single-writer-[0-9a-f]{8}\.json/);
  });

  test("says where an enumeration stopped, and goes on with that question alone", async () => {
    const place = temporaryDirectory();
    const asked = ["explore", "--exhaustive", "--dispatchers", "2", "--no-keep", "-j", "1"];
    const { code, stdout } = await matrix([...asked, "--time", "1"], place);
    expect(code).toBe(2);
    expect(stdout).toContain("nothing is broken so far");
    expect(stdout).not.toContain("complete for");
    const further = await matrix([...asked, "--time", "1", "--continue"], place);
    expect(doneIn(further.stdout)).toBeGreaterThan(doneIn(stdout));
    const other = await matrix([...asked, "--crashes", "0", "--continue"], place);
    expect(other.code).toBe(254);
    expect(other.stderr).toContain("--preemptions 2 --turns 1 --crashes 1 --continue");
  });

  test.each([
    [["--preemptions", "1"], "--preemptions"],
    [["--exhaustive", "--seed", "7"], "--seed"],
    [["--exhaustive", "--continue"], "--continue"],
  ])("refuses %j, which would say nothing there", async (words, option) => {
    const { code, stderr } = await matrix(["explore", ...words]);
    expect(code).toBe(254);
    expect(stderr).toContain(option);
  });

  test.each([
    ["no JSON at all", "{"],
    ["somebody else's JSON", '{"name":"x"}'],
  ])("refuses a kept directory with %s, and says what to do", async (_what, text) => {
    const { code, stdout, stderr } = await matrix(few, placed("foreign.json", text));
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toMatch(/foreign\.json[\s\S]*Take it out of its directory/);
  });

  test("refuses a kept directory that is a file", async () => {
    const place = temporaryDirectory();
    writeFileSync(join(place, "file"), "");
    const { code, stderr } = await matrix([...few, "--kept", "file"], place);
    expect(code).toBe(254);
    expect(stderr).toContain("ENOTDIR");
  });
});

/** Schedules, of `v2: 1,000 schedules in 1 s`. */
const doneIn = (text: string) =>
  Number(/^v2: ([\d,]+) schedules/m.exec(text)?.[1]?.replaceAll(",", ""));

/** No case can be made smaller so often. */
const nowhere = Array(80).fill(0).join(":");

describe("replay", () => {
  test("says of a claim that is not asked in the case that nothing is shown", async () => {
    const place = placed("bounded.json", keptOf("bounded"));
    const asked = ["replay", "counterexamples/bounded.json", "--reporter", "html=page.html"];
    const { code, stdout } = await matrix(asked, place);
    expect(readFileSync(join(place, "page.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(code).toBe(2);
    expect(stdout).toContain("bounded was not judged in this case, so nothing is shown");
    expect(stdout).not.toContain("holds");
  });

  test("says of a claim that holds that it does", async () => {
    const place = placed("kept.json", keptOf("append-only"));
    const { code, stdout } = await matrix(["replay", "counterexamples/kept.json"], place);
    expect(code).toBe(0);
    expect(stdout).toContain("append-only holds in this case.");
  });

  test("refuses a file of a claim that there is not", async () => {
    const place = placed("kept.json", keptOf("no-such-claim"));
    const { code, stderr } = await matrix(["replay", "counterexamples/kept.json"], place);
    expect(code).toBe(254);
    expect(stderr).toMatch(/kept\.json[\s\S]*no claim "no-such-claim"/);
  });

  test.each([
    [["--seed", "1", "--path", "zz"], /--path: "zz" leads to no case/],
    [["--seed", "1", "--path", nowhere], /--path: "0:0:.* leads to no case/],
    [["--seed", "1", "--path", "0", "--dispatchers", "abc"], /--dispatchers: "abc" must be/],
    [["--seed", "1", "--path", "0", "--dispatchers", "3-1"], /--dispatchers: "3-1" must be/],
    [["--seed", "1", "--path", "0", "--dispatchers", "5000"], /of 1 to 16/],
    [["kept.json", "--seed", "1"], /--seed: says what kept.json says/],
    [["kept.json", "--lane", "v2"], /--lane: says what kept.json says/],
  ])("refuses %j", async (args, says) => {
    const { code, stdout, stderr } = await matrix(["replay", ...args]);
    expect({ code, stdout }).toEqual({ code: 254, stdout: "" });
    expect(stderr).toMatch(says);
  });
});
