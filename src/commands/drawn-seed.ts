// The random seed of an order that nobody named one for: it is drawn, and said, so that the same order can be had again.
import type { Overrides } from "../matrix/run/overlaid.ts";
import type { Io } from "./command.ts";

export async function withDrawnSeed<Options extends Overrides>(
  options: Options,
  io: Pick<Io, "stderr" | "world">,
): Promise<Options> {
  if (options.shuffle !== true) return options;
  const { randomBytes } = await io.world();
  const shuffle = randomBytes(3).reduce((sum, byte) => sum * 256 + byte, 0) + 1;
  io.stderr.write(`The same order again: --shuffle ${shuffle}\n`);
  return { ...options, shuffle };
}
