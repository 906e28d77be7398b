// The diffs that docs/extending.md shows are those of the tree: what each adds stands there, and all the
// rest compiles without it.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "./tree.ts";

const text = readFileSync(join(root, "docs/extending.md"), "utf8");
const diffs = [...text.matchAll(/```diff\n(.*?)```/gs)].map(([, diff = ""]) => {
  const paths = [...diff.matchAll(/^diff --git a\/\S+ b\/(\S+)$/gm)].map(([, path = ""]) => path);
  const added = partsOf(diff).flatMap(({ path, isNew }) => (isNew ? [path] : []));
  return { diff, paths, added, name: added[0] ?? "" };
});

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "rm-extending-"));
  for (const name of ["src", "tsconfig.json", "tsconfig.build.json", "package.json"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  cpSync(join(root, "test/agents"), join(copy, "test/agents"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const readCopy = (path: string) => readFileSync(join(copy, path), "utf8");

/** What a diff adds to one file: it takes nothing away, so that it can be found again in a later tree. */
function partsOf(diff: string) {
  return diff.split(/^(?=diff --git )/m).map((part) => {
    const [, path = ""] = /^diff --git a\/\S+ b\/(\S+)$/m.exec(part) ?? [];
    const lines = part.split("\n").filter((line) => /^[+-](?!\+\+|--)/.test(line));
    return {
      path,
      isNew: part.includes("\nnew file mode "),
      added: lines.map((line) => line.slice(1)),
      takesAway: lines.some((line) => line.startsWith("-")),
    };
  });
}

/** A new file goes; of another exactly the added lines, each of which has to stand there once. */
function takeOut(diff: string): void {
  for (const { path, isNew, added } of partsOf(diff)) {
    if (isNew) rmSync(join(copy, path));
    else writeFileSync(join(copy, path), withoutLines(readCopy(path), added));
  }
}

function withoutLines(text: string, added: readonly string[]): string {
  return added.reduce((so, line) => {
    const lines = so.split("\n");
    expect(lines.filter((each) => each === line)).toHaveLength(1);
    return lines.toSpliced(lines.indexOf(line), 1).join("\n");
  }, text);
}

const compile = () =>
  execFileSync(join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", "tsconfig.build.json"], {
    cwd: copy,
    encoding: "utf8",
    timeout: 190_000,
  });

test("each kind is shown with what it costs", () => {
  const folders = diffs.map(({ added, paths }) => [
    ...added.map((path) => path.split("/").slice(0, 3).join("/")),
    paths.length,
  ]);
  expect(folders).toEqual([
    ["src/gate/scenarios", 2],
    ["src/report/reporters", 2],
    ["src/invariants/claims", "src/lanes/canaries", 3],
    ["src/gate/histories", 2],
    ["src/loopback/wire", 2],
    ["test/agents/second", 2],
    ["test/agents/third", 2],
  ]);
});

test("an agent is one folder, and all of it is shown", () => {
  const { added, paths } = diffs.at(-1) ?? { added: [], paths: [] };
  const folder = readdirSync(join(root, "test/agents/third"));
  const shown = added.map((path) => basename(path));
  expect(folder.filter((name) => !name.endsWith(".test.ts"))).toEqual(shown);
  expect(paths).toContain("test/agents/matrix.config.ts");
});

describe.each(diffs)("$name", ({ diff, paths, added }) => {
  test("is below 60 lines in all, with a line or two in one index", () => {
    expect(paths.length - added.length).toBe(1);
    expect(diff.match(/^[+-](?!\+\+|--)/gm)?.length).toBeLessThan(60);
  });

  test("adds lines and takes none away, and what it adds stands in the tree", () => {
    for (const { path, isNew, added, takesAway } of partsOf(diff)) {
      expect(takesAway).toBe(false);
      const text = readFileSync(join(root, path), "utf8");
      if (isNew) expect(text).toBe(`${added.join("\n")}\n`);
      else for (const line of added) expect(text.split("\n")).toContain(line);
    }
  });

  test("can be taken out, and all the rest compiles without it", { timeout: 200_000 }, () => {
    takeOut(diff);
    expect(added.filter((path) => existsSync(join(copy, path)))).toEqual([]);
    // What no file of the tool's own is part of cannot be missed by them.
    if (added.some((path) => path.startsWith("src/"))) expect(compile()).toBe("");
    for (const path of paths) cpSync(join(root, path), join(copy, path));
  });
});
