// What the lock file says, read in one step: the package takes and gives its lock without
// awaiting anything, and so must whoever watches it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../../evidence/cell.ts";

/** Null without a lock, "unreadable" for a file that is none of this garden id. */
export function nonceOnDisk({ paths, gardenId }: Cell): string | null {
  let text: string;
  try {
    text = readFileSync(join(paths.lockDirectory, `${gardenId}.lock`), "utf8");
  } catch {
    return null;
  }
  try {
    const { gardenId: held, nonce } = JSON.parse(text);
    return held === gardenId && typeof nonce === "string" ? nonce : "unreadable";
  } catch {
    return "unreadable";
  }
}
