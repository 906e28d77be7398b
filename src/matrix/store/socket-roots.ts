// The directories below which runs keep their sockets, each with a file that says whose it is.
// They lie where anybody may make a name: what another user made there is never looked into.
import { lstatSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { readRegularFile } from "../../world/node/regular-file.ts";
import { ownerFile } from "../plan/layout.ts";
import { processIdentity } from "./recorded-fields.ts";
import type { SocketOwner } from "./run-directory.ts";

export interface SocketRoot {
  readonly path: string;
  readonly owner: SocketOwner;
}

/** All below one base, for runs of any output directory. */
export function socketRoots(base: string, userId: number): SocketRoot[] {
  if (!isOwnDirectory(base, userId)) return [];
  return names(base).flatMap((name) => {
    const path = join(base, name);
    const owner = isOwnDirectory(path, userId) ? readOwner(join(path, ownerFile)) : null;
    return owner === null ? [] : [{ path, owner }];
  });
}

/** Made by a runner that was killed before it said whose it is. A record may say anything: no other is one. */
export function isBareRoot(path: string, userId: number): boolean {
  return /^[0-9a-f]{6}$/.test(basename(path)) && isOwnDirectory(path, userId) && isEmpty(path);
}

export function socketsBelow(root: string, userId: number): string[] {
  return names(root)
    .map((name) => join(root, name))
    .filter((path) => isOwnDirectory(path, userId))
    .flatMap((path) => names(path).map((name) => join(path, name)))
    .filter((path) => path.endsWith(".sock"));
}

function isEmpty(directory: string): boolean {
  try {
    return readdirSync(directory).length === 0;
  } catch {
    return false;
  }
}

/** Not a link to one, either. */
function isOwnDirectory(path: string, userId: number): boolean {
  try {
    const status = lstatSync(path);
    return status.isDirectory() && status.uid === userId;
  } catch {
    return false;
  }
}

const ownerSchema: z.ZodType<SocketOwner> = z.looseObject({
  directory: z.string(),
  runner: processIdentity,
});

/** Null for what is damaged, too: it may be anybody's, and is left alone. */
function readOwner(path: string): SocketOwner | null {
  try {
    return ownerSchema.safeParse(JSON.parse(readRegularFile(path))).data ?? null;
  } catch {
    return null;
  }
}

/** None for what is no directory or cannot be read. */
export function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
