// Whether something could be written where a person wants it: looked at before the work is done that it is for, and
// nothing is made by looking. What may be written now may be refused later all the same.
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../usage-error.ts";
import { errorCode, messageOf } from "../world.ts";

/** What the place itself is to blame for, and not the state of the disk. */
const ofThePlace = [
  "EACCES",
  "EINVAL",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
  "ENXIO",
];

export const isOfThePlace = (error: unknown): boolean =>
  ofThePlace.includes(errorCode(error) ?? "");

/** Of an absolute path; null where a file may be written there. The directories above it need not be there. */
export function whyNoFile(file: string): string | null {
  return because(() => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return whyNoDirectory(dirname(file));
    if (found.isDirectory()) return "it is a directory";
    accessSync(file, constants.W_OK);
    return null;
  });
}

/** Of an absolute path; null where a directory is there that may be written into, or may be made. */
function whyNoDirectory(directory: string): string | null {
  return because(() => {
    const found = statSync(directory, { throwIfNoEntry: false });
    const above = dirname(directory);
    if (found === undefined) return above === directory ? null : whyNoDirectory(above);
    if (!found.isDirectory()) return `${directory} is no directory`;
    accessSync(directory, constants.W_OK | constants.X_OK);
    return null;
  });
}

function because(look: () => string | null): string | null {
  try {
    return look();
  } catch (error) {
    if (isOfThePlace(error)) return messageOf(error);
    throw error;
  }
}

/** @throws UsageError for a directory, named by an option, that nothing can be kept in. */
export function refuseDirectory(directory: string, option: string, summary: string): void {
  const why = whyNoDirectory(directory);
  if (why === null) return;
  const message = `${directory} cannot be written: ${why}; name another one`;
  throw new UsageError(summary, [{ where: option, message }]);
}
