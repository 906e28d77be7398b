// What a command line and an environment say, laid over a config that nobody has checked yet. Pure.

import type { RuleMode } from "../../loopback/rules/mode.ts";
import { isSwitchedOn, switchWords } from "../../world/switch-word.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { SeedMode } from "../config/config.ts";
import { parseTarget } from "../config/target.ts";
import type { Selection } from "../plan/select.ts";

/** Settings of the command line; each beats the config's. */
export interface Overrides extends Selection {
  readonly config?: string;
  readonly workers?: number;
  /** Cells at once against one provider. */
  readonly maxConnections?: number;
  /** How long one cell may take, in milliseconds. */
  readonly timeout?: number;
  /** How long all cells together may take, in milliseconds. */
  readonly globalTimeout?: number;
  readonly repeatEach?: number;
  readonly output?: string;
  readonly pi?: string;
  /** All of them where there are several. */
  readonly pis?: readonly string[];
  readonly modelLatency?: number;
  readonly providerRules?: RuleMode;
  readonly seed?: SeedMode;
  readonly fidelity?: "loopback" | "live";
  /** `3/8` */
  readonly shard?: string;
  /** A run by whose durations the shards are dealt out. */
  readonly shardBy?: string;
}

export interface Surroundings {
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Values of the command line take the config's place before it is checked. */
export function overlaid(
  value: unknown,
  overrides: Overrides,
  { environment }: Surroundings,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  const asked = overrides.fidelity ?? (isLive(environment) ? "live" : undefined);
  const { workers, repeatEach, modelLatency, providerRules, seed } = overrides;
  const { maxConnections, timeout, globalTimeout } = overrides;
  return {
    ...value,
    ...(workers === undefined ? {} : { workers }),
    ...(maxConnections === undefined ? {} : { workersPerProvider: maxConnections }),
    ...(timeout === undefined ? {} : { cellTimeoutMs: timeout }),
    ...(globalTimeout === undefined ? {} : { globalTimeoutMs: globalTimeout }),
    ...(repeatEach === undefined ? {} : { repeat: repeatEach }),
    ...(modelLatency === undefined ? {} : { modelLatencyMs: modelLatency }),
    ...(providerRules === undefined ? {} : { providerRules }),
    ...(seed === undefined ? {} : { seed }),
    ...(overrides.output === undefined ? {} : { output: overrides.output }),
    ...(overrides.pi === undefined ? {} : { pi: overrides.pi }),
    ...(asked === undefined ? {} : { fidelity: asked }),
  };
}

/** @throws UsageError for a word that says neither: real providers cost money. */
export function isLive({ LIVE }: Surroundings["environment"]): boolean {
  const isOn = isSwitchedOn(LIVE);
  if (isOn !== null) return isOn;
  const message = `"${LIVE}" says neither yes nor no; write ${switchWords}`;
  throw new UsageError("Nothing was run.", [{ where: "LIVE", message }]);
}

/** Names of providers that will be asked for: what they are is checked later. */
export function providersIn(value: unknown, { target = [] }: Overrides): string[] {
  const { targets } = (value ?? {}) as { targets?: unknown };
  const written = [...(Array.isArray(targets) ? targets : []), ...target];
  return written.flatMap((entry) => {
    if (typeof entry?.provider === "string") return [entry.provider];
    const parsed = typeof entry === "string" ? parseTarget(entry) : null;
    return parsed?.kind === "target" ? [parsed.target.provider] : [];
  });
}
