// Finds and imports the config file. Importing runs the user's code; checking what came out is
// not done here.
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inHand } from "../../world/node/in-hand.ts";
import { UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";

const configNames = ["matrix.config.ts", "matrix.config.mts", "matrix.config.js"] as const;

export interface LoadedConfig {
  readonly path: string;
  readonly directory: string;
  readonly value: unknown;
}

/** Whether there is one that need not be named. */
export const isConfigIn = (workingDirectory: string): boolean =>
  configNames.some((name) => existsSync(resolve(workingDirectory, name)));

/** @throws UsageError when there is no such file, it cannot be imported, or exports no default. */
export async function loadConfig(
  workingDirectory: string,
  named: string | undefined,
): Promise<LoadedConfig> {
  const path = findConfig(workingDirectory, named);
  const value = await inHand(`while loading ${path}`, () => importDefault(path)).catch(
    (error: unknown) => {
      const kind = error instanceof Error ? `${error.name}: ` : "";
      throw new UsageError(`${path}: cannot be loaded. ${kind}${messageOf(error)}`);
    },
  );
  if (value === undefined) {
    throw new UsageError(
      `${path}: has no default export. Write: export default defineMatrix({ … })`,
    );
  }
  return { path, directory: dirname(path), value };
}

/** A config that has to be waited for is waited for. */
async function importDefault(path: string): Promise<unknown> {
  const module = await import(pathToFileURL(path).href);
  const value: unknown = await module.default;
  readWhole(value, new Set());
  return value;
}

/** @throws what a getter anywhere in it throws: here that is a fault of the config, later it is a crash. */
function readWhole(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const held of Object.values(value)) readWhole(held, seen);
}

function findConfig(workingDirectory: string, named: string | undefined): string {
  const names = named === undefined ? configNames : [named];
  const path = names.map((name) => resolve(workingDirectory, name)).find(existsSync);
  if (path !== undefined) {
    if (/\.[cm]?[jt]s$/.test(path) && statSync(path).isFile()) return path;
    throw new UsageError(`${path}: is no TypeScript or JavaScript file. Name one with --config.`);
  }
  if (named !== undefined) throw new UsageError(`--config: there is no file ${named}`);
  throw new UsageError(
    `No ${configNames[0]} in ${workingDirectory}. Go to the directory that has one, or name it with --config.`,
  );
}
