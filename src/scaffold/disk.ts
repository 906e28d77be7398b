// What stands in the directory that `matrix init` is for, and writing there without ever writing over anything.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { readRegularFile } from "../world/node/regular-file.ts";
import { UsageError } from "../world/usage-error.ts";
import { errorCode } from "../world/world.ts";
import type { Found, Step } from "./plan.ts";

const configs = ["matrix.config.ts", "matrix.config.mts", "matrix.config.js"];
const locks = ["pnpm-lock.yaml", "yarn.lock", "package-lock.json"];

/** `directory` is absolute; it need not be there. @throws UsageError for one that cannot be read. */
export function lookAt(directory: string): Found {
  const names = namesIn(directory);
  const above = parentsOf(directory);
  const repository = above.find((each) => exists(join(each, ".git")));
  const withLock = above
    .slice(0, repository === undefined ? 1 : above.indexOf(repository) + 1)
    .find((each) => locks.some((name) => exists(join(each, name))));
  const below = repository === undefined ? "" : relative(repository, directory);
  const workflow = join(repository ?? directory, ".github/workflows/resume-matrix.yml");
  return {
    manifest: names.includes("package.json") ? readText(join(directory, "package.json")) : null,
    config: configs.find((name) => names.includes(name)) ?? null,
    lockFiles: withLock === undefined ? [] : locks.filter((name) => exists(join(withLock, name))),
    belowRepository: below === "" ? null : below,
    workflow: exists(workflow),
  };
}

/** Each file is written whole, and only where none stands, or the very text that was looked at. */
export function write(directory: string, steps: readonly Step[]): void {
  for (const { path, text, before } of steps) {
    if (text === null) continue;
    const file = join(directory, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      const isSame = before === undefined || readFileSync(file, "utf8") === before;
      if (!isSame) throw new UsageError(`${file} has been changed meanwhile; it was left alone.`);
      writeFileSync(file, text, { flag: before === undefined ? "wx" : "w" });
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${file} cannot be written (${errorCode(error)}).`);
    }
  }
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Itself first. */
function parentsOf(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...parentsOf(parent)];
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    const what = errorCode(error) === "ENOTDIR" ? "is no directory" : "cannot be read";
    throw new UsageError(`${directory} ${what} (${errorCode(error)}). Nothing was written.`);
  }
}

function readText(path: string): string {
  try {
    return readRegularFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${errorCode(error)}). Nothing was written.`);
  }
}
