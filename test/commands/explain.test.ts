import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realParts } from "../../src/commands/parts.ts";
import type { Scenario } from "../../src/gate/scenario.ts";
import { scenarios } from "../../src/gate/scenarios/index.ts";
import { invariants } from "../../src/invariants/index.ts";
import type { Invariant } from "../../src/invariants/invariant.ts";
import { canaries } from "../../src/lanes/canaries/index.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

const explain = (...words: readonly string[]) =>
  inProcess(temporaryDirectory(), ["explain", ...words], realParts);

const told = ({ name, explained }: Invariant | Scenario) => ({ name, explained });

describe.each([
  ["claim", invariants.map(told)],
  ["scenario", scenarios.map(told)],
] as const)("each %s", (_kind, all) => {
  test.each([...all])(
    "$name says why it matters and what usually causes a failure",
    ({ explained }) => {
      expect(explained?.why).toMatch(/^[A-Z].{20,}\.$/);
      expect(explained?.causes).toMatch(/^[A-Z].{20,}\.$/);
    },
  );
});

test("each claim has a canary that shows it red, and says which", async () => {
  const { entries } = JSON.parse((await explain("--json")).stdout);
  for (const { name } of invariants) {
    const entry = entries.find((each: { name: string }) => each.name === name);
    const [first] = canaries.filter(({ claim }) => claim === name);
    expect(entry.more).toContainEqual(["shown red by", `canary ${first?.name}: ${first?.breaks}`]);
  }
});

test("a claim: what it means, why it matters, what causes it, what shows it red", async () => {
  const { code, stdout } = await explain("single-writer");
  expect(code).toBe(0);
  for (const part of ["means", "matters because", "usual causes", "canary forked-transcript"]) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toMatch(/hazard shown by +scenario two-without-lock/);
});

test("a finding, as its line is printed: its claim, its lane and its scenario", async () => {
  const { stdout } = await explain("FAIL nonce-ordering: pi:openai/gpt-5.4 v2 plain #1");
  const heads = stdout.split("\n").filter((line) => /^\S+ \(\w+\)$/.test(line));
  expect(heads).toEqual(["nonce-ordering (claim)", "plain (scenario)", "v2 (lane)", "fail (word)"]);
});

test("each word that docs/failure.md says is explained is explained", async () => {
  const page = readFileSync(new URL("../../docs/failure.md", import.meta.url), "utf8");
  const told = [...page.matchAll(/^- \*\*(?:⚠ )?(\w+)\*\*:/gm)].map(([, word = ""]) => word);
  expect(told).toEqual(["FAIL", "UNKNOWN", "known", "skipped", "hazard"]);
  for (const word of told) expect((await explain(word)).stdout).toMatch(/^\w+ \(word\)$/m);
});

test("one name of two kinds is told twice", async () => {
  const { stdout } = await explain("moved-directory");
  expect(stdout).toContain("moved-directory (scenario)");
  expect(stdout).toContain("moved-directory (history)");
});

test("a name that is near is offered, another one refused", async () => {
  const slip = await explain("nonce-oredring");
  expect(slip.code).toBe(254);
  expect(slip.stderr).toContain("Did you mean nonce-ordering?");
  const lost = await explain("zzzzzzzz");
  expect(lost.stderr).toContain("`matrix explain` lists all names");
});

test.each([[[""]], [["plain", " "]]])("a name that is empty is refused: %j", async (words) => {
  const { code, stdout, stderr } = await explain(...words);
  expect([code, stdout]).toEqual([254, ""]);
  expect(stderr).toBe(
    "A name to explain is empty. `matrix explain` without a name lists all names.\n",
  );
});

test.each([
  [["plain", "nonsense"], 'Nothing is called "nonsense".'],
  [["xyzzy", "plain", "qwxyz"], 'Nothing is called "xyzzy", "qwxyz".'],
  [["plain", "no name in this one"], 'Nothing is called "no name in this one".'],
  [["FAIL", "nonce-ordering:", "pi:openai/gpt-5.4"], "A line of a report stands in quotes."],
])("of %j not one word is passed over in silence", async (words, told) => {
  const { code, stdout, stderr } = await explain(...words);
  expect([code, stdout]).toEqual([254, ""]);
  expect(stderr).toContain(told);
});

test("several names are told one after the other", async () => {
  const { code, stdout } = await explain("plain", "v2");
  expect(code).toBe(0);
  expect(stdout).toMatch(/plain \(scenario\)[\s\S]+v2 \(lane\)/);
});

test("alone it lists every name, and those of the config as well", async () => {
  const place = temporaryDirectory();
  const claim = `{ name: "mine", claim: "It is mine.\\u001b[31m", judge() {}, explained: { why: "W.", causes: "C." } }`;
  const text = `export default { targets: ["openai/gpt-5.4"], claims: [${claim}] };`;
  writeFileSync(join(place, "matrix.config.mjs"), text);
  const config = ["--config", "matrix.config.mjs"];
  const { stdout } = await inProcess(place, ["explain", ...config], realParts);
  const names = [...invariants, ...scenarios, ...canaries].map(({ name }) => name);
  for (const name of names) expect(stdout).toContain(`  ${name} `);
  const own = await inProcess(place, ["explain", "mine", ...config], realParts);
  expect(own.stdout).toContain("matters because   W.");
  expect(own.stdout).not.toContain("\u001b");
});

test("a scenario of the config that cannot say what it expects is explained all the same", async () => {
  const place = temporaryDirectory();
  const scenario =
    '{ name: "sulky", summary: "it throws", faults: [], expect() { throw new Error("no"); } }';
  const text = `export default { targets: ["openai/gpt-5.4"], scenarios: [${scenario}] };`;
  writeFileSync(join(place, "matrix.config.mjs"), text);
  const words = ["explain", "sulky", "--config", "matrix.config.mjs"];
  const { code, stdout, stderr } = await inProcess(place, words, realParts);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("sulky (scenario)");
});
