// Which models the pi of a checkout has, and the wire format it speaks to each. Its releases keep
// them in one generated module; where that is not there, nothing is known and nothing refused.
import { existsSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellTarget } from "../../evidence/cell.ts";
import type { Checkout } from "./checkout.ts";

export type Models = Readonly<Record<string, Readonly<Record<string, { readonly api: string }>>>>;

export async function readModels({ piManifest }: Checkout): Promise<Models | null> {
  if (piManifest === null) return null;
  const manifest = manifestBeside(piManifest);
  const path = manifest && join(dirname(manifest), "dist", "models.generated.js");
  if (!path || !existsSync(path)) return null;
  const { MODELS } = await import(pathToFileURL(path).href);
  return MODELS ?? null;
}

/** Looked for from where pi really lies: package managers link it into place. */
function manifestBeside(piManifest: string): string | null {
  const from = pathToFileURL(realpathSync(piManifest));
  try {
    return findPackageJSON("@earendil-works/pi-ai", from) ?? null;
  } catch {
    return null;
  }
}

/** Why that pi cannot run the target, or null when it can. */
export function missingModel(
  models: Models,
  { provider, model, wireApi }: CellTarget,
): string | null {
  const known = models[provider];
  if (!known) return `its pi has no provider ${provider}`;
  const found = known[model];
  if (!found) return `its pi has no model ${provider}/${model}`;
  if (wireApi === null || found.api === wireApi) return null;
  return `its pi speaks ${found.api} to ${provider}/${model}, and not ${wireApi}`;
}
