// Which models the pi of a checkout has, and the wire format it speaks to each. Where it keeps them
// in no known way, nothing is known and nothing refused.
import type { Catalog } from "../../agents/catalog.ts";
import { installedCatalog } from "../../agents/pi/installed.ts";
import type { CellTarget } from "../../evidence/cell.ts";
import type { Checkout } from "./checkout.ts";

export async function readModels({ piManifest }: Checkout): Promise<Catalog | null> {
  return piManifest === null ? null : installedCatalog(piManifest);
}

/** Why that pi cannot run the target, or null when it can. */
export function missingModel(catalog: Catalog, { provider, model }: CellTarget): string | null {
  if (!catalog.isKnownProvider(provider)) {
    const name = catalog.nameOf(provider);
    return `its pi has no provider ${provider}${name === null ? "" : `; there it is ${name}`}`;
  }
  return modelOf(catalog, provider, model) ? null : `its pi has no model ${provider}/${model}`;
}

/** Null where that pi does not have the target. */
export function spokenTo(catalog: Catalog, { provider, model }: CellTarget): string | null {
  return modelOf(catalog, provider, model)?.api ?? null;
}

function modelOf(catalog: Catalog, provider: string, id: string) {
  if (!catalog.isKnownProvider(provider)) return undefined;
  return catalog.models(provider).find((model) => model.id === id);
}
