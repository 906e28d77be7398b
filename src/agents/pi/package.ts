// Which package an executable is of. Package managers link it, or put a shell script in its place
// that names the real one: both are followed. It reads, and starts nothing.
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, resolve } from "node:path";
import { piPackage } from "./names.ts";

/** The package.json of the pi this project depends on. */
export function bundledPackage(): string {
  const path = findPackageJSON(piPackage, import.meta.url);
  if (path !== undefined) return path;
  throw new Error("pi is not installed here. Run the package manager's install.");
}

/** What a package says of itself. */
export interface Manifest {
  readonly path: string;
  readonly version: string;
  /** Absolute. */
  readonly script: string;
}

/** A pi package by its package.json, or null for what is none. */
export function readManifest(path: string): Manifest | null {
  try {
    const { name, version, bin } = JSON.parse(readFileSync(path, "utf8"));
    const script = typeof bin === "string" ? bin : bin?.pi;
    if (typeof version !== "string" || typeof script !== "string") return null;
    if (typeof name !== "string" || !/(^|[/-])pi(-|$)/.test(name)) return null;
    return { path, version, script: resolve(dirname(path), script) };
  } catch {
    return null;
  }
}

/**
 * The package of an executable that says it is this version; null where none can be found. The
 * version is asked for because a script may name several, and stand in for none of them.
 */
export function packageOf(executable: string, version: string): Manifest | null {
  const real = realpathSync(executable);
  for (const candidate of [real, ...namedIn(real)]) {
    const found = above(candidate);
    if (found?.version === version) return found;
  }
  return null;
}

/** The nearest package above a file of which that file is the command. */
function above(file: string): Manifest | null {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const manifest = readManifest(join(directory, "package.json"));
    if (manifest && existsSync(manifest.script) && realpathSync(manifest.script) === file) {
      return manifest;
    }
    if (directory === dirname(directory)) return null;
  }
}

/** Longer files are programs of their own, and not a few lines that start another. */
const longestScript = 64 * 1024;

/** Files that a shell script names, `$basedir` being its own directory. */
function namedIn(script: string): string[] {
  const { size } = statSync(script);
  if (size > longestScript) return [];
  const text = readFileSync(script, "utf8");
  if (!text.startsWith("#!")) return [];
  const words = text.match(/[^\s"'`=;]*\/[^\s"'`;]+/g) ?? [];
  return words.flatMap((word) => {
    const path = word.replace(/^\$\{?basedir\}?/, dirname(script));
    if (!path.startsWith("/") || !existsSync(path)) return [];
    const real = realpathSync(path);
    return statSync(real).isFile() ? [real] : [];
  });
}
