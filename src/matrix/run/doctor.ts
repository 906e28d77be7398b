// Looks at what a run needs: Node, pi, config, directories, socket paths, credentials. Each check
// stands alone, so that one fault does not hide the next.
import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode, type World } from "../../world/world.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { missingCredential } from "../live/credentials.ts";
import { liveSurroundings } from "../live/live.ts";
import type { Parts } from "../parts.ts";
import { longestSocketPath, socketBase } from "../plan/layout.ts";
import { type Overrides, prepare, type Surroundings } from "./prepare.ts";

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly says: string;
}

export interface Examination {
  /** What a loopback run needs; all must be well. */
  readonly checks: readonly Check[];
  /** For each provider of the config, whether it could be called live. */
  readonly live: readonly Check[];
}

interface Place extends Surroundings {
  readonly systemTemporaryDirectory: string;
  readonly userId: number;
}

export async function examineMachine(
  overrides: Overrides,
  place: Place,
  parts: Parts,
  world: World,
): Promise<Examination> {
  const configured = await attempt(() => prepare(overrides, place, parts));
  const config = configured.value?.config ?? null;
  const pi = await attempt(() => parts.findPi(overrides.pi ?? config?.pi ?? null));
  const checks: Check[] = [
    { name: "Node", ok: isNodeNewEnough(process.versions.node), says: process.versions.node },
    pi.value === null
      ? { name: "pi", ok: false, says: pi.because }
      : { name: "pi", ok: true, says: `${pi.value.version} (${piPath(pi.value)})` },
    config === null
      ? { name: "config", ok: false, says: configured.because }
      : { name: "config", ok: true, says: `${config.targets.length} targets` },
    ...(config === null ? [] : [outputCheck(config.output), socketCheck(config, place, world)]),
  ];
  return { checks, live: config === null ? [] : liveChecks(config, place) };
}

async function attempt<T>(
  effect: () => Promise<T>,
): Promise<{ value: T; because: "" } | { value: null; because: string }> {
  try {
    return { value: await effect(), because: "" };
  } catch (error) {
    return { value: null, because: (error as Error).message };
  }
}

const piPath = (pi: { command: string; commandArguments: readonly string[] }) =>
  pi.commandArguments[0] ?? pi.command;

/** pi itself needs 22.19. */
function isNodeNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

function outputCheck(output: string): Check {
  let existing = output;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    // Tried, not asked: root may write everywhere, and still make nothing in some places.
    rmdirSync(mkdtempSync(join(existing, ".resume-matrix-")));
    return { name: "output", ok: true, says: output };
  } catch (error) {
    const because = `no directory can be made in ${existing} (${errorCode(error)})`;
    return { name: "output", ok: false, says: `${output}: ${because}` };
  }
}

function socketCheck(config: EffectiveConfig, place: Place, world: World): Check {
  const base = config.socketDirectory ?? socketBase(place.systemTemporaryDirectory, place.userId);
  const path = longestSocketPath(join(base, "000000"), 36 ** 3);
  const bytes = Buffer.byteLength(path);
  const limit = world.host.socketPathLimit;
  const says = `paths of up to ${bytes} bytes below ${base}; this system allows ${limit}`;
  return { name: "sockets", ok: bytes <= limit, says };
}

function liveChecks(config: EffectiveConfig, { environment }: Surroundings): Check[] {
  const { credentials } = liveSurroundings(environment);
  const providers = [...new Set(config.targets.map(({ provider }) => provider))];
  return providers.map((provider) => {
    const missing = missingCredential(provider, credentials);
    return { name: provider, ok: missing === null, says: missing ?? "credentials found" };
  });
}
