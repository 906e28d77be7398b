// Where the files of a garden id stand: names that everybody who meets there has to agree on.
import { join } from "node:path";
import { assertGardenId } from "./garden-id.ts";

/** What is put behind a lock's path while a dead holder's lock is taken over. */
export const reclaimSuffix = ".reclaim";
export const recordSuffix = ".meta.json";
/** Rung in an inbox once the body of the mail is there. */
export const signalName = "inbox.signal";

/** @throws RangeError for a malformed id, before any path is built from it; as all here. */
export function lockPath(directory: string, gardenId: string): string {
  assertGardenId(gardenId);
  return join(directory, `${gardenId}.lock`);
}

export function recordPath(directory: string, gardenId: string): string {
  assertGardenId(gardenId);
  return join(directory, `${gardenId}${recordSuffix}`);
}

export function controlSocketPath(directory: string, gardenId: string): string {
  assertGardenId(gardenId);
  return join(directory, `${gardenId}.sock`);
}
