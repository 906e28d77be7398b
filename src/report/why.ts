// Why a cell did not pass, in one line of plain text. Pure.
import type { CellResult } from "../matrix/summary/result.ts";
import { plain } from "./plain.ts";

/** What its claims say, else what the cell says itself; empty where neither says anything. */
export function whyOf({ claims, because }: CellResult): string {
  const open = claims.filter(({ verdict }) => verdict === "violated" || verdict === "unknown");
  const said = open.map((claim) => `${claim.name}: ${plain(claim.because)}`).join("; ");
  return plain(said || because || "");
}
