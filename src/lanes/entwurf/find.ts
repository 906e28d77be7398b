// Reads a directory for ./checkout.ts and finds the pi it resolves to. Imports nothing of the
// package: its modules settle their directories when they are loaded, which is a cell's to do.

import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { piPackage } from "../../agents/pi/names.ts";
import {
  type Checkout,
  type CheckoutContents,
  type CheckoutReading,
  moduleNames,
  readCheckout,
} from "./checkout.ts";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** What the process of a dispatch loads the lanes from. */
export const apartModule = fileURLToPath(new URL(`./apart.${ending}`, import.meta.url));

/** Node knows a module by its path without links; so must everything that asks whose it is. */
export function findCheckout(directory: string): CheckoutReading {
  const absolute = resolve(directory);
  return readCheckout(contentsOf(existsSync(absolute) ? realpathSync(absolute) : absolute));
}

export function modulePath(directory: string, name: string): string {
  return join(directory, "pi-extensions", "lib", `${name}.ts`);
}

/** The pi that the package's own manifest resolves to; null where it is not installed. */
export function pinnedPi({ piManifest }: Checkout): { script: string; version: string } | null {
  if (piManifest === null) return null;
  const { bin, version } = JSON.parse(readFileSync(piManifest, "utf8"));
  return { script: join(dirname(piManifest), typeof bin === "string" ? bin : bin.pi), version };
}

function contentsOf(directory: string): CheckoutContents {
  const modules = moduleNames.map((name) => [name, textOf(modulePath(directory, name))]);
  const manifest = join(directory, "package.json");
  return {
    directory,
    manifest: textOf(manifest),
    modules: Object.fromEntries(modules),
    pi: existsSync(manifest) ? piOf(manifest) : null,
    missing: packagesOf(directory).filter((name) => !resolves(name, manifest)),
  };
}

/** Packages that its modules import when they are loaded; types are gone by then. */
function packagesOf(directory: string): string[] {
  const library = dirname(modulePath(directory, "any"));
  if (!existsSync(library)) return [];
  const files = readdirSync(library).filter((name) => name.endsWith(".ts"));
  const texts = files.map((name) => textOf(join(library, name)) ?? "");
  const names = texts.flatMap((text) => [...text.matchAll(importedName)].map(([, name]) => name));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Of `import … from "<package>"`, without what comes from Node, a file, or for its types only. */
const importedName = /^import (?!type\b)[^;"]*from "((?!node:|\.)(?:@[\w.-]+\/)?[\w.-]+)/gm;

function resolves(name: string, manifest: string): boolean {
  try {
    return findPackageJSON(name, pathToFileURL(manifest)) !== undefined;
  } catch {
    return false;
  }
}

function piOf(manifest: string): CheckoutContents["pi"] {
  try {
    const path = findPackageJSON(piPackage, pathToFileURL(manifest));
    const text = path === undefined ? null : textOf(path);
    return path === undefined || text === null ? null : { path, text };
  } catch {
    return null;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
