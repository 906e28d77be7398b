// `--lane entwurf:<dir>`: from a directory to its lanes, or to the reason why there are none. It
// starts the pi once, for its version, and leaves nothing behind.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { AgentDescription } from "../../agents/agent.ts";
import { offline } from "../../agents/pi/names.ts";
import { oneShotExtension, residentExtension } from "../../agents/pi/resident-extension.ts";
import { startFlaw } from "../../agents/pi/start-flaw.ts";
import type { Checkout } from "./checkout.ts";
import { findCheckout, pinnedPi } from "./find.ts";
import { type EntwurfLanes, entwurfLanes } from "./lanes.ts";
import { readModels } from "./models.ts";

/** A pi that was named, which then takes the place of the pinned one. */
export interface NamedPi {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly version: string;
  readonly packageJson?: string | null;
}

export type Opened =
  | ({ readonly kind: "opened"; readonly checkout: Checkout } & EntwurfLanes)
  | { readonly kind: "unusable"; readonly because: string };

/** How long the pinned pi may take to say its version, in milliseconds. */
const versionTimeoutMs = 60_000;

export async function openEntwurf(directory: string, named: NamedPi | null): Promise<Opened> {
  const reading = findCheckout(directory);
  if (reading.kind === "unusable") return reading;
  const { checkout } = reading;
  const pi = named ?? pinned(checkout);
  if (pi === null) {
    const because = `${checkout.directory} (${checkout.label}) has no pi installed; run its package manager's install there, or name one with --pi`;
    return { kind: "unusable", because };
  }
  if (checkout.missing.length > 0) {
    const because = `${checkout.directory} (${checkout.label}) cannot be loaded: ${checkout.missing.join(" and ")} is not installed there; run its package manager's install`;
    return { kind: "unusable", because };
  }
  const flaw = named ? null : await flawAtStart(pi);
  if (flaw !== null) {
    const because = `the pi of ${checkout.directory} (${pi.commandArguments[0]}) cannot start: ${flaw}; reinstall it there, or name one with --pi`;
    return { kind: "unusable", because };
  }
  const models = named ? null : await readModels(checkout);
  return { kind: "opened", checkout, ...entwurfLanes(checkout, describe(pi), models) };
}

/** For a process of one dispatch, which never starts pi by this itself. */
export function agentOf(checkout: Checkout): AgentDescription {
  return describe(
    pinned(checkout) ?? { command: process.execPath, commandArguments: [], version: "named" },
  );
}

function describe(named: NamedPi): AgentDescription {
  const { command, commandArguments, version, packageJson = null } = named;
  const pi = { command, commandArguments, version, packageJson };
  const extensions = { residentExtension, oneShotExtension };
  return { agent: "pi", ...pi, ...extensions, agentDirectory: null };
}

function pinned(checkout: Checkout): NamedPi | null {
  const pi = pinnedPi(checkout);
  if (pi === null) return null;
  return {
    command: process.execPath,
    commandArguments: [pi.script],
    version: pi.version,
    packageJson: checkout.piManifest,
  };
}

async function flawAtStart({ command, commandArguments }: NamedPi): Promise<string | null> {
  try {
    await promisify(execFile)(command, [...commandArguments, "--version"], {
      timeout: versionTimeoutMs,
      env: { PATH: process.env.PATH, ...offline },
    });
    return null;
  } catch (error) {
    return startFlaw(error, versionTimeoutMs);
  }
}
