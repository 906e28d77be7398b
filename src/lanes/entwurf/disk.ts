// What the lock file says, read in one step: the package takes and gives its lock without
// awaiting anything, and so must its observer.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../../evidence/cell.ts";
import { type NonceOnDisk, unread } from "../../evidence/event.ts";
import { isNoFile } from "../../resume/lock-file.ts";
import { errorCode } from "../../world/world.ts";

/** Never throws: a look of the gate's must not change what it sees. */
export function nonceOnDisk({ paths, gardenId }: Cell): NonceOnDisk {
  const path = join(paths.lockDirectory, `${gardenId}.lock`);
  let text: string;
  try {
    // A pipe would be waited at for ever.
    if (!statSync(path).isFile()) return "unreadable";
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    return isNoFile(error) ? "unreadable" : unread;
  }
  try {
    const { gardenId: held, nonce } = JSON.parse(text);
    return held === gardenId && typeof nonce === "string" ? nonce : "unreadable";
  } catch {
    return "unreadable";
  }
}
