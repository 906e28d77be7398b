// `--lane entwurf:<dir>`: from a directory to its lanes, or to the reason why there are none.
import type { AgentDescription } from "../../agents/agent.ts";
import { residentExtension } from "../../agents/pi/resident-extension.ts";
import type { Checkout } from "./checkout.ts";
import { findCheckout, pinnedPi } from "./find.ts";
import { type EntwurfLanes, entwurfLanes } from "./lanes.ts";

/** A pi that was named, which then takes the place of the pinned one. */
export interface NamedPi {
  readonly command: string;
  readonly commandArguments: readonly string[];
  readonly version: string;
}

export type Opened =
  | ({ readonly kind: "opened"; readonly checkout: Checkout } & EntwurfLanes)
  | { readonly kind: "unusable"; readonly because: string };

export function openEntwurf(directory: string, named: NamedPi | null): Opened {
  const reading = findCheckout(directory);
  if (reading.kind === "unusable") return reading;
  const { checkout } = reading;
  if (checkout.piManifest === null && named === null) {
    const because = `${checkout.directory} (${checkout.label}) has no pi installed; run its package manager's install there, or name one with --pi`;
    return { kind: "unusable", because };
  }
  return { kind: "opened", checkout, ...entwurfLanes(checkout, agentOf(checkout, named)) };
}

export function agentOf(checkout: Checkout, named: NamedPi | null): AgentDescription {
  const pi = named ?? pinned(checkout);
  return { agent: "pi", ...pi, residentExtension, agentDirectory: null };
}

function pinned(checkout: Checkout): NamedPi {
  const pi = pinnedPi(checkout);
  const { script, version } = pi ?? { script: "", version: "none" };
  return { command: process.execPath, commandArguments: [script], version };
}
