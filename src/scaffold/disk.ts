// What stands in the directory that `matrix init` is for, and writing there without ever writing over anything.
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { readRegularFile } from "../world/node/regular-file.ts";
import { whyNoFile } from "../world/node/writable.ts";
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

/** @throws UsageError naming each file that cannot be written. */
export function refusePlaces(directory: string, steps: readonly Step[]): void {
  const faults = wantedIn(directory, steps).flatMap(({ file }) => {
    const why = whyNoFile(file);
    return why === null ? [] : [{ where: file, message: `cannot be written: ${why}` }];
  });
  if (faults.length > 0) throw new UsageError("Nothing was written.", faults);
}

/**
 * Each file is written whole, and only where none stands, or the very text that was looked at. What is refused takes
 * back what was written before it.
 */
export function write(directory: string, steps: readonly Step[]): void {
  const files = wantedIn(directory, steps);
  const undo: (() => void)[] = [];
  for (const each of files) {
    try {
      undo.push(...writeOne(each));
    } catch (error) {
      for (const back of undo.toReversed()) back();
      if (error instanceof UsageError) throw error;
      throw new UsageError(
        `${each.file} cannot be written (${errorCode(error)}). Nothing was written.`,
      );
    }
  }
}

interface Wanted {
  readonly file: string;
  readonly text: string;
  readonly before: string | undefined;
}

const wantedIn = (directory: string, steps: readonly Step[]): readonly Wanted[] =>
  steps.flatMap(({ path, text, before }) =>
    text === null ? [] : [{ file: join(directory, path), text, before }],
  );

/** What takes it back. */
function writeOne({ file, text, before }: Wanted): (() => void)[] {
  const made = mkdirSync(dirname(file), { recursive: true });
  const undo = made === undefined ? [] : [() => rmSync(made, { recursive: true })];
  try {
    if (before !== undefined && readFileSync(file, "utf8") !== before) {
      throw new UsageError(
        `${file} has been changed meanwhile; it was left alone. Nothing was written.`,
      );
    }
    const opened = openSync(file, before === undefined ? "wx" : "w");
    undo.push(before === undefined ? () => rmSync(file) : () => writeFileSync(file, before));
    try {
      writeFileSync(opened, text);
    } finally {
      closeSync(opened);
    }
    return undo;
  } catch (error) {
    for (const back of undo.toReversed()) back();
    throw error;
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
