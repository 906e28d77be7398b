// Which directory a person means by a run's name.
import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../world/usage-error.ts";

/**
 * A path, or the name of a run (or `latest`) in the output directory.
 * @throws UsageError when there is neither.
 */
export function findRunDirectory(named: string, output: string, workingDirectory: string): string {
  const candidates = [
    join(resolve(workingDirectory, output), named),
    resolve(workingDirectory, named),
  ];
  const found = candidates.find(existsSync);
  if (found !== undefined) return realpathSync(found);
  throw new UsageError(
    `There is no run "${named}": neither ${candidates.join(" nor ")} exists. Name a directory that a run printed, or "latest"; --output says where runs are kept.`,
  );
}
