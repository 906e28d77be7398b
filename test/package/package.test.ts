// What `pnpm pack` makes, installed in an empty project: the command, the types, a user's lane.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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
  for (const name of ["hasty-lane.ts", "matrix.config.ts"]) {
    cpSync(join(import.meta.dirname, name), join(project, name));
  }
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the installed package", () => {
  test("has no fault that publint knows of", async () => {
    const { messages } = await publint({ pkgDir: root, pack: "npm", level: "warning" });
    expect(messages).toEqual([]);
  }, 120_000);

  test("type-checks a user's config and lane", async () => {
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024"];
    const more = ["--allowImportingTsExtensions", "--types", "", "--skipLibCheck"];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const words = [tsc, ...options, ...more, "matrix.config.ts", "hasty-lane.ts"];
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
  }, 120_000);
});
