// A directory with those above it, for whatever is to be written there: runs, reports, archives, copies.
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** One by one: Node's own recursion never ends where the system answers ENOENT, as in `/proc`. */
export function makeDirectories(path: string, mode?: number): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectories(dirname(path), mode);
  mkdirSync(path, mode);
}
