// The disk refused what had to be kept.
import { messageOf } from "./world.ts";

/** Ends a run with exit code 255, since nothing more could be recorded; its sentence says it all. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** @param option - The one that names another place. */
export function unwritable(path: string, cause: unknown, option = "--output"): StorageError {
  const because = messageOf(cause);
  return new StorageError(
    `Cannot write ${path}: ${because}. Free the disk or name another ${option}.`,
    { cause },
  );
}
