// Which models the pi of a checkout has, and the wire format it speaks to each. Where it keeps them
// in no known way, nothing is known and nothing refused.
import type { Catalog } from "../../agents/pi/catalog.ts";
import { installedCatalog } from "../../agents/pi/installed.ts";
import type { CellTarget } from "../../evidence/cell.ts";
import type { Checkout } from "./checkout.ts";

export async function readModels({ piManifest }: Checkout): Promise<Catalog | null> {
  return piManifest === null ? null : installedCatalog(piManifest);
}

/** Why that pi cannot run the target, or null when it can. */
export function missingModel(
  catalog: Catalog,
  { provider, model, wireApi }: CellTarget,
): string | null {
  if (!catalog.isKnownProvider(provider)) return `its pi has no provider ${provider}`;
  const found = catalog.models(provider).find(({ id }) => id === model);
  if (!found) return `its pi has no model ${provider}/${model}`;
  if (wireApi === null || found.api === wireApi) return null;
  return `its pi speaks ${found.api} to ${provider}/${model}, and not ${wireApi}`;
}
