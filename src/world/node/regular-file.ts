// Reading what somebody may have put below an output directory: a pipe or a device in a file's place
// is never opened, for a read of it may wait for ever.
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { noRegularFile } from "../world.ts";

/** @throws what the system threw, or EISDIR or EFTYPE for what is no regular file. */
export function readRegularFile(path: string): string {
  assertRegular(path, statSync(path));
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // It may have become something else in between.
    assertRegular(path, fstatSync(file));
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

function assertRegular(path: string, status: ReturnType<typeof fstatSync>): void {
  if (status.isFile()) return;
  const code = status.isDirectory() ? "EISDIR" : noRegularFile;
  throw Object.assign(new Error(`${code}: not a regular file, open '${path}'`), { code });
}
