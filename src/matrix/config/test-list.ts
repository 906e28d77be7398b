// A file that names cells, one a line.
import { readRegularFile } from "../../world/node/regular-file.ts";
import { UsageError } from "../../world/usage-error.ts";
import { errorCode } from "../../world/world.ts";

/** @throws UsageError for a file that cannot be read. */
export function readTestList(file: string): { readonly file: string; readonly lines: string[] } {
  try {
    return { file, lines: readRegularFile(file).split(/\r?\n/) };
  } catch (error) {
    throw new UsageError(
      `--test-list ${file} cannot be read (${errorCode(error)}). \`matrix list\` prints such a file.`,
    );
  }
}
