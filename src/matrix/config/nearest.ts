// The name a person probably meant.
import { nearNames } from "../../world/near-names.ts";

/** Null when no name is near enough to be worth suggesting. */
export function nearest(wanted: string, names: readonly string[]): string | null {
  return nearNames(wanted, names)[0] ?? null;
}
