// Looks at what a run needs: Node, pi, config, directories, socket paths, credentials. Each check
// stands alone, so that one fault does not hide the next.
import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Agent } from "../../agents/agent.ts";
import type { FoundBuiltIn } from "../../agents/built-in.ts";
import { defaultAgent } from "../../agents/description.ts";
import { builtIn } from "../../agents/index.ts";
import { whyTooOld } from "../../world/node-version.ts";
import { errorCode, messageOf, type World } from "../../world/world.ts";
import type { EffectiveConfig } from "../config/config.ts";
import { liveSurroundings } from "../live/live.ts";
import type { Parts } from "../parts.ts";
import { longestSocketPath, socketBase } from "../plan/layout.ts";
import type { Overrides, Surroundings } from "./overlaid.ts";
import { prepare } from "./prepare.ts";

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
  /** What the registry says, where it was to be asked; no verdict rests on it. */
  readonly newest?: Pick<Check, "name" | "says">;
}

interface Place extends Surroundings {
  readonly systemTemporaryDirectory: string;
  readonly userId: number;
}

export async function examineMachine(
  overrides: Overrides & { readonly online?: boolean },
  place: Place,
  parts: Parts,
  world: World,
): Promise<Examination> {
  const configured = await configuredFor(overrides, place, parts);
  const config = configured.value?.config ?? null;
  const found = await attempt(() => parts.findAgent(overrides.pi ?? config?.pi ?? null));
  const checks: Check[] = [
    { name: "Node", ok: whyTooOld(process.versions.node) === null, says: process.versions.node },
    found.value === null
      ? { name: builtIn.name, ok: false, says: found.because }
      : { name: builtIn.name, ok: true, says: foundSentence(found.value) },
    ...(configured.value?.agents ?? []).map(agentCheck),
    config === null
      ? { name: "config", ok: false, says: configured.because }
      : { name: "config", ok: true, says: `${config.targets.length} targets` },
    ...(config === null ? [] : [outputCheck(config.output), socketCheck(config, place, world)]),
  ];
  const live = config === null ? [] : liveChecks(config, place);
  if (!overrides.online) return { checks, live };
  const says = await newestSentence(found.value, place);
  return { checks, live, newest: { name: builtIn.name, says } };
}

async function newestSentence(found: FoundBuiltIn | null, place: Place): Promise<string> {
  const newest = await builtIn.newest(place.environment);
  if (newest.kind === "unknown")
    return `whether a newer one is out is not known: ${newest.because}`;
  if (found === null) return `${newest.version} is the newest that is out`;
  if (!builtIn.isNewer(newest.version, found.version))
    return `${found.version} is the newest that is out`;
  return `${newest.version} is out, and this is ${found.version}; try it with --pi before you move to it`;
}

/** An agent that is none is said where it is looked for; it must not hide what the config says. */
async function configuredFor(overrides: Overrides, place: Place, parts: Parts) {
  const real = await attempt(() => prepare(overrides, place, parts));
  if (real.value !== null) return real;
  const bundled: Parts = { ...parts, findAgent: () => parts.findAgent(null) };
  return attempt(() => prepare(overrides, place, bundled));
}

async function attempt<T>(
  effect: () => Promise<T>,
): Promise<{ value: T; because: "" } | { value: null; because: string }> {
  try {
    return { value: await effect(), because: "" };
  } catch (error) {
    return { value: null, because: messageOf(error) };
  }
}

const foundSentence = ({
  version,
  command,
  commandArguments,
  catalog,
  catalogFrom,
}: FoundBuiltIn) =>
  `${version} (${commandArguments.at(-1) ?? command}); ${catalog.providers.length} providers, ${catalogFrom}`;

const agentCheck = ({ name, version, command, commandArguments }: Agent): Check => ({
  name,
  ok: true,
  says: `${version} (${commandArguments.at(-1) ?? command})`,
});

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

/** Targets of other agents are never run live. */
function liveChecks(config: EffectiveConfig, { environment }: Surroundings): Check[] {
  const { credentials } = liveSurroundings(environment);
  const providers = [
    ...new Set(
      config.targets.filter(({ agent }) => agent === defaultAgent).map(({ provider }) => provider),
    ),
  ];
  return providers.map((provider) => {
    const missing = builtIn.missingCredential(provider, credentials);
    return { name: provider, ok: missing === null, says: missing ?? "credentials found" };
  });
}
