// The lanes and scenarios that a run brought besides the built-in ones, for going on with it: its
// config's own, canaries, those of a checkout. All by what the run recorded.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { withConfiguredDefinitions } from "../matrix/config/own.ts";
import type { Parts } from "../matrix/parts.ts";
import type { Overrides } from "../matrix/run/overlaid.ts";
import type { RunRecord } from "../matrix/store/run-record.ts";
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";
import { withEntwurf } from "./entwurf-lane.ts";

const prefix = "entwurf:";

/** The checkout that a command line names; null where it names none. */
export function checkoutNamed({ lane, pi }: Pick<Overrides, "lane" | "pi">, io: Io) {
  const named = lane?.find((each) => each.startsWith(prefix));
  if (named === undefined) return null;
  const directory = resolve(io.workingDirectory, named.slice(prefix.length));
  return { directory, withRunsPi: pi !== undefined };
}

/** @throws UsageError when something the run needs is not there any more. */
export async function continuedParts({ config, checkout }: RunRecord, io: Io): Promise<Parts> {
  const lane = [...config.lanes, ...(checkout ? [`${prefix}${checkout.directory}`] : [])];
  const pi = checkout?.withRunsPi && config.pi !== null ? { pi: config.pi } : {};
  const { parts } = await withEntwurf({ lane, ...pi }, io);
  const file = config.file ?? undefined;
  if (file !== undefined && !existsSync(file) && lacking(config, parts).length === 0) return parts;
  const whole = await withConfiguredDefinitions(parts, io.workingDirectory, file);
  const ofCheckout = lacking(config, whole).filter((name) => name.startsWith("entwurf-"));
  if (ofCheckout.length > 0 && !checkout) {
    throw new UsageError(
      `This run has lanes of a checkout of entwurf (${ofCheckout.join(", ")}) and did not record where that lies. Start a new run with --lane ${prefix}<dir>.`,
    );
  }
  return whole;
}

function lacking({ lanes, scenarios }: RunRecord["config"], parts: Parts): string[] {
  const known = [...parts.lanes, ...parts.scenarios].map(({ name }) => name);
  return [...lanes, ...scenarios].filter((name) => !known.includes(name));
}
