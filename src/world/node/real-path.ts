// The one spelling under which every process will know a path. A child learns its working directory
// without the links that lead to it, so a path that is to be compared must have none either.
import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Absolute and without links, as far as it exists; what is still to be made stands behind that as
 * it was named. Never throws: making the rest of the path tells what is wrong with it.
 */
export function realPathOf(path: string, workingDirectory = "/"): string {
  const absolute = resolve(workingDirectory, path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(realPathOf(parent), basename(absolute));
  }
}
