// What `pnpm pack` makes, installed in an empty project: the command, the types, a user's lane.
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unnameable } from "./exports.ts";

const root = resolve(import.meta.dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "rm-package-"));
const run = promisify(execFile);
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: project,
};

/** The caller's own HOME, whose store of packages the project's own install has filled. */
async function pnpm(cwd: string, ...words: string[]) {
  const env = { ...environment, HOME: process.env.HOME };
  return run("npx", ["-y", "pnpm@10", ...words], { cwd, env });
}

async function matrix(...words: string[]) {
  const command = join(project, "node_modules/.bin/resume-matrix");
  const result = await run(command, words, { cwd: project, env: environment }).catch(
    (error) => error,
  );
  return {
    code: result.code ?? 0,
    stdout: result.stdout as string,
    stderr: result.stderr as string,
  };
}

/** The second agent, as a user of the package would write it. */
function copyAgent(): void {
  const source = join(root, "test/agents/second");
  mkdirSync(join(project, "agent"));
  for (const name of ["agent.ts", "chat.ts", "lane.ts", "matrix.config.ts"]) {
    const text = readFileSync(join(source, name), "utf8");
    writeFileSync(
      join(project, "agent", name),
      text.replaceAll("../../../src/index.ts", "resume-matrix"),
    );
  }
}

/** What the documents tell a user to write. */
function snippets(): readonly string[] {
  const pages = readdirSync(join(root, "docs")).map((name) => join(root, "docs", name));
  return [join(root, "README.md"), ...pages.filter((name) => name.endsWith(".md"))]
    .flatMap((page) => [...readFileSync(page, "utf8").matchAll(/^```ts\n(.*?)^```/gms)])
    .map(([, text = ""]) => text)
    .filter((text) => text.includes('from "resume-matrix"'));
}

interface Claim {
  readonly name: string;
  readonly verdict: string;
  readonly because: string;
}

beforeAll(async () => {
  await run(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"],
    { cwd: root },
  );
  await pnpm(root, "pack", "--config.ignore-scripts=true", "--pack-destination", project);
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz")) as string;
  writeFileSync(join(project, "package.json"), '{"private":true,"type":"module"}');
  await pnpm(project, "add", "--ignore-workspace", `./${tarball}`);
  cpSync(join(import.meta.dirname, "project"), project, { recursive: true });
  copyAgent();
  snippets().forEach((text, index) => {
    writeFileSync(join(project, `snippet-${index + 1}.ts`), text);
  });
}, 600_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the installed package", () => {
  test("has no fault that publint knows of", async () => {
    const { messages } = await publint({ pkgDir: root, pack: "npm", level: "warning" });
    expect(messages).toEqual([]);
  }, 120_000);

  test("exports each type that stands in a signature, and types that compile", () => {
    const installed = join(project, "node_modules/resume-matrix");
    expect(unnameable(installed, join(root, "node_modules/@types"))).toEqual([]);
  }, 300_000);

  test("type-checks what a user brings, and what the documents tell one to write", async () => {
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024"];
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const more = ["--allowImportingTsExtensions", "--skipLibCheck", ...types];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const own = readdirSync(project).filter((name) => name.endsWith(".ts"));
    expect(own.filter((name) => name.startsWith("snippet-")).length).toBeGreaterThan(1);
    const words = [tsc, ...options, ...more, ...own, "agent/matrix.config.ts"];
    const result = await run(process.execPath, words, { cwd: project }).catch((error) => error);
    expect(result.stdout).toBe("");
  }, 120_000);

  test("says in a sentence that its current directory is gone", async () => {
    const place = join(project, "gone");
    const command = join(root, "dist/main.js");
    const script = 'mkdir "$1" && cd "$1" && rmdir "$1" && exec "$2" "$3" list';
    const words = ["-c", script, "sh", place, process.execPath, command];
    const result = await run("sh", words, { env: environment }).catch((error) => error);
    expect(result.code).toBe(254);
    expect(result.stderr).toBe(
      "The current directory does not exist any more. Go to one that does.\n",
    );
  }, 120_000);

  test("does without the queue's engine, and says how to install it where a queue is asked for", async () => {
    for (const words of [
      ["work", "postgres://h/db"],
      ["--queue", "postgres://h/db", "--lane", "v2"],
    ]) {
      const { code, stdout, stderr } = await matrix(...words);
      expect([code, stdout]).toEqual([254, ""]);
      expect(stderr).toContain(
        "The queue needs pg-boss 12.38 or newer, which is not installed (ERR_MODULE_NOT_FOUND). Install it beside this tool: npm install pg-boss\n",
      );
    }
  }, 120_000);

  test("passes its own lane and catches the user's by the right claims", async () => {
    const { stdout, stderr, code } = await matrix("--scenario", "plain", "--json");
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout);
    const [v2, hasty] = ["v2", "hasty"].map((lane) =>
      report.cells.find((cell: { lane: string }) => cell.lane === lane),
    );
    expect(v2.verdict).toBe("pass");
    expect(hasty.verdict).toBe("fail");
    const violated: Claim[] = hasty.claims.filter(({ verdict }: Claim) => verdict === "violated");
    const because = new Map(violated.map((claim) => [claim.name, claim.because]));
    expect(because.get("release-after-observation")).toMatch(/event \d+/);
    expect(because.get("mutual-exclusion")).toMatch(/event \d+/);
    const own = (cell: { claims: Claim[] }) =>
      cell.claims.find(({ name }) => name === "one-child")?.verdict;
    expect([own(v2), own(hasty)]).toEqual(["holds", "violated"]);
  }, 120_000);

  test("runs a scenario of the user's own and tells it by a reporter of theirs", async () => {
    const words = ["--scenario", "very-same", "--lane", "v2"];
    const { stdout, stderr, code } = await matrix(...words);
    expect(code, stdout + stderr).toBe(0);
    expect(readFileSync(join(project, "sentence.txt"), "utf8")).toBe("pass by 1 cells\n");
    const { cells } = JSON.parse((await matrix("check", "--json")).stdout);
    expect(cells).toMatchObject([{ scenario: "very-same", verdict: "pass" }]);
    expect(cells[0].claims).toContainEqual(expect.objectContaining({ name: "one-child" }));
  }, 120_000);

  test("writes the page of a run without a build", async () => {
    const { stdout, stderr, code } = await matrix("show-report");
    expect(code, stderr).toBe(0);
    expect(readFileSync(stdout.trim(), "utf8")).toMatch(/^<!doctype html>/);
  }, 120_000);

  test("runs an agent of the user's own", async () => {
    const config = ["--config", "agent/matrix.config.ts", "--scenario", "plain"];
    const { stdout, stderr, code } = await matrix(...config, "--json");
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).cells).toMatchObject([{ agent: "second", verdict: "pass" }]);
  }, 120_000);

  test("init makes an empty directory ready: its cells are listed, its types hold, one cell runs", async () => {
    expect((await matrix("init", "fresh")).code).toBe(0);
    const fresh = join(project, "fresh");
    const command = join(project, "node_modules/.bin/resume-matrix");
    const options = { cwd: fresh, env: environment };
    const { stdout } = await run(command, ["list", "--json"], options);
    const { cells } = JSON.parse(stdout);
    expect(cells).toContainEqual(expect.objectContaining({ scenario: "plain", skip: null }));
    const words = ["--target", "openai/gpt-5.4", "--scenario", "plain"];
    const told = await run(command, [...words, "--json"], options);
    expect(JSON.parse(told.stdout)).toMatchObject({ verdict: "pass", counts: { pass: 1 } });
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const strict = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", ...types];
    await run(process.execPath, [tsc, ...strict, "matrix.config.ts"], options);
  }, 180_000);
});
