// The diffs that docs/extending.md shows are those of the tree: each can be taken out of a copy,
// which still compiles without it, and put in again.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./tree.ts";

const text = readFileSync(join(root, "docs/extending.md"), "utf8");
const diffs = [...text.matchAll(/```diff\n(.*?)```/gs)].map(([, diff = ""]) => {
  const paths = [...diff.matchAll(/^diff --git a\/\S+ b\/(\S+)$/gm)].map(([, path = ""]) => path);
  const added = paths.filter((path) => !path.endsWith("index.ts"));
  return { diff, paths, added, name: added[0] ?? "" };
});

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "rm-extending-"));
  for (const name of ["src", "tsconfig.json", "tsconfig.build.json", "package.json"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const apply = (diff: string, ...options: readonly string[]) =>
  execFileSync("git", ["apply", ...options], { cwd: copy, input: diff, timeout: 30_000 });

const compile = () =>
  execFileSync(join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", "tsconfig.build.json"], {
    cwd: copy,
    encoding: "utf8",
    timeout: 120_000,
  });

test("a scenario, a reporter and a claim are shown with what they cost", () => {
  const folders = diffs.map(({ added, paths }) => [
    ...added.map((path) => path.split("/").slice(0, 3).join("/")),
    paths.length,
  ]);
  expect(folders).toEqual([
    ["src/gate/scenarios", 2],
    ["src/report/reporters", 2],
    ["src/invariants/claims", "src/lanes/canaries", 3],
  ]);
});

test("what is quoted of an agent stands in its folder", () => {
  const quoted = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, part = ""]) => part);
  const agent = readFileSync(join(root, "test/agents/third/agent.ts"), "utf8");
  expect(quoted).toHaveLength(2);
  for (const part of quoted) expect(agent).toContain(part);
});

describe.each(diffs)("$name", ({ diff, paths, added }) => {
  test("is below 75 lines in all, with a line or two in one index", () => {
    expect(paths.length - added.length).toBe(1);
    expect(diff.match(/^[+-](?!\+\+|--)/gm)?.length).toBeLessThan(75);
  });

  test("can be taken out, and all the rest compiles without it", { timeout: 200_000 }, () => {
    apply(diff, "--reverse");
    expect(added.filter((path) => existsSync(join(copy, path)))).toEqual([]);
    expect(compile()).toBe("");
  });

  test("can be put in, which gives the tree as it is", () => {
    apply(diff);
    for (const path of paths) {
      expect(readFileSync(join(copy, path), "utf8")).toBe(readFileSync(join(root, path), "utf8"));
    }
  });
});
