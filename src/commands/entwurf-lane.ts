// `--lane entwurf:<dir>`: adds what that checkout offers to the lanes, and selects it.
import { openEntwurf } from "../lanes/entwurf/open.ts";
import type { Parts } from "../matrix/parts.ts";
import { UsageError } from "../world/usage-error.ts";
import { withCanaries } from "./canary-lane.ts";
import type { Io } from "./command.ts";

const prefix = "entwurf:";

interface Asked {
  readonly lane?: readonly string[];
  readonly pi?: string;
}

/** @throws UsageError for a directory whose resume cannot be driven, with the reason. */
export async function withEntwurf<Options extends Asked>(
  options: Options,
  io: Io,
): Promise<{ readonly options: Options; readonly parts: Parts }> {
  const parts = await withCanaries(options, await io.parts());
  const [named, ...others] = (options.lane ?? []).filter((lane) => lane.startsWith(prefix));
  if (named === undefined) return { options, parts };
  if (others.length > 0) {
    throw new UsageError("One checkout of entwurf at a time; run the others on their own.");
  }
  const pi = options.pi === undefined ? null : await parts.findAgent(options.pi);
  const opened = await openEntwurf(named.slice(prefix.length), pi);
  if (opened.kind === "unusable") throw new UsageError(`--lane ${named}: ${opened.because}.`);
  for (const absent of opened.absent) io.stderr.write(`${absent}: that lane is skipped.\n`);
  const names = opened.lanes.map(({ name }) => name);
  const lane = (options.lane ?? []).flatMap((asked) => (asked === named ? names : [asked]));
  return {
    options: { ...options, lane },
    parts: { ...parts, lanes: [...parts.lanes, ...opened.lanes] },
  };
}
