import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { write } from "../../src/scaffold/disk.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { lint } from "./lint.ts";

const workflow = ".github/workflows/resume-matrix.yml";
const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .toSorted();
const read = (...path: string[]) => readFileSync(join(...path), "utf8");

test("in a directory that is not there yet: a config, a package and a workflow", async () => {
  const place = temporaryDirectory();
  const { code, stdout } = await inProcess(place, ["init", "new/one"]);
  expect(code).toBe(0);
  expect(stdout).toContain("npm install && npx resume-matrix --scenario plain");
  const directory = join(place, "new/one");
  expect(filesIn(directory)).toEqual([workflow, "matrix.config.ts", "package.json"]);
  expect(JSON.parse(read(directory, "package.json"))).toMatchObject({
    type: "module",
    scripts: { matrix: "resume-matrix" },
    devDependencies: { "resume-matrix": expect.stringMatching(/^\^\d+\.\d+\.\d+$/) },
  });
});

test("--dry-run says the same of each file and writes none", async () => {
  const place = temporaryDirectory();
  const dry = await inProcess(place, ["init", "--dry-run"]);
  expect(filesIn(place)).toEqual([]);
  expect(dry.stdout).toMatch(/Nothing was written: this is what would be/);
  const { stdout } = await inProcess(place, ["init"]);
  expect(dry.stdout.split("\n").slice(0, 3)).toEqual(stdout.split("\n").slice(0, 3));
  expect(filesIn(place)).toHaveLength(3);
});

test("what is there is never written over, and a second init writes nothing", async () => {
  const place = temporaryDirectory();
  const own = '{\n   "name": "mine",\n   "scripts": { "matrix": "other" }\n}\n';
  writeFileSync(join(place, "package.json"), own);
  writeFileSync(join(place, "matrix.config.js"), "mine");
  const { stdout } = await inProcess(place, ["init"]);
  expect(stdout).toContain("matrix.config.js: exists, and stays as it is");
  expect(stdout).toContain('its script "matrix" stays as it is');
  expect(read(place, "matrix.config.js")).toBe("mine");
  const kept = read(place, "package.json");
  expect(JSON.parse(kept).scripts).toEqual({ matrix: "other" });
  expect(kept.startsWith(own.slice(0, own.lastIndexOf("\n}")))).toBe(true);
  expect(existsSync(join(place, "matrix.config.ts"))).toBe(false);
  const files = filesIn(place).map((name) => read(place, name));
  const again = await inProcess(place, ["init"]);
  expect(again.stdout).toContain("Nothing was written: all of it is there.");
  expect(filesIn(place).map((name) => read(place, name))).toEqual(files);
});

test("a package of CommonJS gets a config that says what it is", async () => {
  const place = temporaryDirectory();
  writeFileSync(join(place, "package.json"), '{"name":"old"}');
  await inProcess(place, ["init"]);
  expect(filesIn(place)).toContain("matrix.config.mts");
  expect(JSON.parse(read(place, "package.json"))).toEqual({
    name: "old",
    scripts: { matrix: "resume-matrix" },
    devDependencies: { "resume-matrix": expect.any(String) },
  });
});

test("the workflow of a package below a repository's root stands at the root and runs in the package", async () => {
  const place = temporaryDirectory();
  mkdirSync(join(place, ".git"));
  writeFileSync(join(place, "pnpm-lock.yaml"), "");
  mkdirSync(join(place, "tools/gate"), { recursive: true });
  writeFileSync(join(place, "tools/gate/package.json"), "{}");
  const { stdout } = await inProcess(place, ["init", "tools/gate"]);
  expect(stdout).toContain("../../.github/workflows/resume-matrix.yml: new");
  const { jobs } = parse(read(place, workflow));
  expect(jobs.matrix.defaults.run["working-directory"]).toBe("tools/gate");
  expect(jobs.matrix.steps.at(-1).with.path).toBe("tools/gate/matrix-report");
  expect(read(place, workflow)).toContain("npx -y pnpm@10 install");
  expect(await lint(read(place, workflow))).toEqual([]);
});

test.each([
  [null, "npm install"],
  ["package-lock.json", "npm ci"],
  ["yarn.lock", "corepack enable && yarn install"],
])(
  "with the lock file %s the workflow has no fault that actionlint knows of",
  async (name, install) => {
    const place = temporaryDirectory();
    if (name !== null) {
      writeFileSync(join(place, name), "");
      writeFileSync(join(place, "package.json"), "{}");
    }
    await inProcess(place, ["init"]);
    const text = read(place, workflow);
    expect(parse(text).jobs.matrix.steps[2]).toEqual({ run: install });
    expect(await lint(text)).toEqual([]);
  },
);

test("actionlint sees what is wrong", async () => {
  const step = `      - run: \${{ nothing.x }}`;
  const wrong = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${step}\n`;
  expect(await lint(wrong)).not.toEqual([]);
});

test("a manifest that is no JSON, and a file for a directory, are refused and nothing is written", async () => {
  const place = temporaryDirectory();
  writeFileSync(join(place, "package.json"), "{ no");
  const broken = await inProcess(place, ["init"]);
  expect(broken).toMatchObject({ code: 254, stdout: "" });
  expect(broken.stderr).toContain("package.json: is no object of JSON");
  const file = await inProcess(place, ["init", "package.json"]);
  expect(file.code).toBe(254);
  expect(file.stderr).toContain("is no directory (ENOTDIR)");
  expect(filesIn(place)).toEqual(["package.json"]);
});

test.each(['"foo"', "[1]", "null", "7"])(
  "scripts that are %s are refused, and stay",
  async (scripts) => {
    const place = temporaryDirectory();
    const manifest = `{"name":"x","scripts":${scripts}}`;
    writeFileSync(join(place, "package.json"), manifest);
    const odd = await inProcess(place, ["init"]);
    expect(odd).toMatchObject({ code: 254, stdout: "" });
    expect(odd.stderr).toContain("package.json: scripts: is no object");
    expect(readFileSync(join(place, "package.json"), "utf8")).toBe(manifest);
    expect(filesIn(place)).toEqual(["package.json"]);
  },
);

test.each([
  [".github", /\.github is no directory/],
  [".github/workflows", /workflows is no directory/],
])("where %s is a file nothing is written at all", async (name, told) => {
  const place = temporaryDirectory();
  mkdirSync(join(place, name, ".."), { recursive: true });
  writeFileSync(join(place, name), "mine");
  writeFileSync(join(place, "package.json"), '{"name":"x"}');
  for (const words of [["init", "--dry-run"], ["init"]]) {
    const { code, stdout, stderr } = await inProcess(place, words);
    expect([code, stdout]).toEqual([254, ""]);
    expect(stderr).toMatch(told);
  }
  expect(filesIn(place)).toEqual([name, "package.json"].toSorted());
  expect(read(place, "package.json")).toBe('{"name":"x"}');
});

test("what is refused only when it is written takes back what was written before it", () => {
  const place = temporaryDirectory();
  writeFileSync(join(place, "package.json"), "{}");
  const steps = [
    { path: "new/deep/one.txt", what: "new", text: "one" },
    { path: "package.json", what: "changed", text: '{"a":1}', before: "{}" },
    // Somebody has made it since it was looked for.
    { path: "new/deep/one.txt", what: "new", text: "another" },
  ];
  expect(() => write(place, steps)).toThrow(/one\.txt cannot be written \(EEXIST\)/);
  expect(filesIn(place)).toEqual(["package.json"]);
  expect(existsSync(join(place, "new"))).toBe(false);
  expect(read(place, "package.json")).toBe("{}");
});
