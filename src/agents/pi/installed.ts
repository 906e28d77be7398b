// Reads the catalogue that is installed with a pi: data of its `pi-ai` package, by each entry's own
// words. The only file that knows where releases keep it. It loads none of pi's code but such data.
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Catalog, CatalogModel } from "../catalog.ts";
import { type CatalogSource, createCatalog } from "./catalog.ts";
import { bundledPackage } from "./package.ts";
import { priced } from "./price.ts";

/**
 * The catalogue of the pi this project depends on. Its `pi-ai` is found from pi's own package, so
 * that it is the one pi loads. Throws when pi is not installed or keeps its data elsewhere.
 */
export async function bundledCatalog(): Promise<Catalog> {
  return createCatalog(await readSource(bundledPackage()));
}

/** The catalogue of another installed pi, or null where it is kept in no way that is known here. */
export async function installedCatalog(piPackageJson: string): Promise<Catalog | null> {
  try {
    const catalog = createCatalog(await readSource(piPackageJson));
    for (const provider of catalog.providers) catalog.models(provider);
    return catalog.providers.length > 0 ? catalog : null;
  } catch {
    return null;
  }
}

async function readSource(piPackageJson: string): Promise<CatalogSource> {
  const from = pathToFileURL(realpathSync(piPackageJson));
  const packageJson = findPackageJSON("@earendil-works/pi-ai", from);
  if (packageJson === undefined)
    throw new Error(`${piPackageJson} has no package pi-ai beside it.`);
  const data = join(dirname(packageJson), "dist", "providers", "data");
  if (existsSync(data)) return filesOf(data);
  return moduleOf(join(dirname(packageJson), "dist", "models.generated.js"));
}

/** One file a provider, read when it is asked for: api → key → model. */
function filesOf(directory: string): CatalogSource {
  const files = readdirSync(directory).filter((file) => /^[^.].*\.json$/.test(file));
  return {
    providers: files.map((file) => file.slice(0, -".json".length)),
    read(provider) {
      const groups = JSON.parse(readFileSync(join(directory, `${provider}.json`), "utf8"));
      return Object.values(groups).flatMap((group) => modelsIn(provider, group));
    },
  };
}

/** Older releases have one module of nothing but data: provider → model id → model. */
async function moduleOf(path: string): Promise<CatalogSource> {
  if (!existsSync(path))
    throw new Error(`pi's model catalogue is not where pi keeps it (${path}).`);
  const { MODELS } = await import(pathToFileURL(path).href);
  const read = (provider: string) => modelsIn(provider, MODELS[provider]);
  return { providers: Object.keys(MODELS), read };
}

/** Only models one can talk to: some releases also list classifiers and image models. */
function modelsIn(provider: string, group: unknown): CatalogModel[] {
  return Object.entries(group as Record<string, Partial<Record<string, unknown>>>).flatMap(
    ([key, { id, api, cost, type = "chat" }]) => {
      if (typeof id !== "string" || typeof api !== "string") {
        throw new Error(`pi's model catalogue has no id or api for ${provider} ${key}.`);
      }
      return type === "chat" ? [{ provider, id, api, ...priced(cost) }] : [];
    },
  );
}
