// The layers below with what the config brings besides, for commands that look at a recorded run.
import type { Parts } from "../matrix/parts.ts";
import type { Io } from "./command.ts";
import { type Options, textIn } from "./given.ts";

/** @throws UsageError for a config that is there, or is named, and cannot be loaded. */
export async function configuredParts(options: Options, io: Io): Promise<Parts> {
  const [{ withConfiguredDefinitions }, parts] = await Promise.all([
    import("../matrix/config/own.ts"),
    io.parts(),
  ]);
  return withConfiguredDefinitions(parts, io.workingDirectory, textIn(options, "config"));
}
