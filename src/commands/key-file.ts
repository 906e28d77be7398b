// A key that an option names, as text.
import { resolve } from "node:path";
import type { Io } from "./command.ts";
import { type Options, textIn } from "./given.ts";

/** Null where the option was not given. @throws UsageError for a file that cannot be read. */
export async function keyFile(options: Options, name: string, io: Io): Promise<string | null> {
  const file = textIn(options, name);
  if (file === undefined) return null;
  const [{ readRegularFile }, { UsageError }, { errorCode }] = await Promise.all([
    import("../world/node/regular-file.ts"),
    import("../world/usage-error.ts"),
    import("../world/world.ts"),
  ]);
  try {
    return readRegularFile(resolve(io.workingDirectory, file));
  } catch (error) {
    throw new UsageError(
      `--${name} ${file} cannot be read (${errorCode(error)}). Name a key in PEM, as \`openssl genpkey -algorithm ed25519\` writes one.`,
    );
  }
}
