// The name a person probably meant. The distance is the catalogue's, so that all hints agree.
import { nearNames } from "../../agents/pi/catalog.ts";

/** Null when no name is near enough to be worth suggesting. */
export function nearest(wanted: string, names: readonly string[]): string | null {
  return nearNames(wanted, names)[0] ?? null;
}
