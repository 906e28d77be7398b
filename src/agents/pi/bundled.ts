// Reads the catalogue that is installed with pi: data files of its `pi-ai` package.
// The only file that knows where they lie. It loads none of pi's code, which would cost far more.

import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Catalog, type CatalogSource, createCatalog } from "./catalog.ts";

/**
 * The catalogue of the pi this project depends on. Its `pi-ai` is found from pi's own package, so
 * that it is the one pi loads. Throws when pi is not installed or keeps its data elsewhere.
 */
export function bundledCatalog(): Catalog {
  const pi = findPackageJSON("@earendil-works/pi-coding-agent", import.meta.url);
  if (pi === undefined)
    throw new Error("pi is not installed here. Run the package manager's install.");
  return installedCatalog(pi);
}

/** The catalogue of another installed pi, named by the path of its package.json. */
function installedCatalog(piPackageJson: string): Catalog {
  return createCatalog(readSource(piPackageJson));
}

function readSource(piPackageJson: string): CatalogSource {
  const from = pathToFileURL(realpathSync(piPackageJson));
  const packageJson = findPackageJSON("@earendil-works/pi-ai", from);
  if (packageJson === undefined)
    throw new Error(`${piPackageJson} has no package pi-ai beside it.`);
  const directory = join(dirname(packageJson), "dist", "providers", "data");
  return {
    providers: dataFiles(directory).map((file) => file.slice(0, -".json".length)),
    read: (provider) => JSON.parse(readFileSync(join(directory, `${provider}.json`), "utf8")),
  };
}

function dataFiles(directory: string): string[] {
  try {
    return readdirSync(directory).filter((file) => /^[^.].*\.json$/.test(file));
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`pi's model catalogue is not where pi 0.87 keeps it. ${reason}`);
  }
}
