// What live fidelity reads from the user's surroundings: the agent's own directory, which
// credentials there are, and the variables that narrow or tune a run. Reads; never writes.

import type { CredentialSources } from "../../agents/built-in.ts";
import { builtIn } from "../../agents/index.ts";
import { liveVariables } from "../../lanes/entwurf/live-variables.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { longestTimeoutMs } from "../config/config.ts";
import { type NamedTarget, parseTarget } from "../config/target.ts";
import { environmentSecrets, fileSecrets, type Secret } from "./redact.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LiveSurroundings {
  /** The directory that the agent itself would use. */
  readonly agentDirectory: string;
  readonly credentials: CredentialSources;
  readonly secrets: readonly Secret[];
}

export function liveSurroundings(environment: Environment): LiveSurroundings {
  const { agentDirectory, credentials, files } = builtIn.readUserDirectory(environment);
  const stored = files.flatMap(({ name, content }) => fileSecrets(name, content, environment));
  const secrets = [...environmentSecrets(environment), ...stored];
  return { agentDirectory, credentials, secrets };
}

export interface LiveOverrides {
  /** The one target of a live run. */
  readonly target: NamedTarget | null;
  readonly assistantTurnMs: number | null;
}

/** @throws UsageError naming each variable that is malformed. */
export function liveOverrides(environment: Environment): LiveOverrides {
  const faults: Fault[] = [];
  const target = targetFrom(environment, faults);
  const assistantTurnMs = timeoutFrom(environment, faults);
  if (faults.length > 0) throw new UsageError("Bad environment; nothing was run.", faults);
  return { target, assistantTurnMs };
}

const {
  target: targetVariable,
  provider: providerVariable,
  model: modelVariable,
  assistantTimeout: timeoutVariable,
} = liveVariables;

function targetFrom(environment: Environment, faults: Fault[]): NamedTarget | null {
  const provider = environment[providerVariable];
  const model = environment[modelVariable];
  const whole = environment[targetVariable];
  if (!whole && !provider && !model) return null;
  if (!whole && (!provider || !model)) {
    const [given, missing] = provider
      ? [providerVariable, modelVariable]
      : [modelVariable, providerVariable];
    faults.push({ where: given, message: `needs ${missing} as well` });
    return null;
  }
  const parsed = parseTarget(whole || `${provider}/${model}`);
  if (parsed.kind === "target") return parsed.target;
  faults.push({ where: whole ? targetVariable : providerVariable, message: parsed.because });
  return null;
}

function timeoutFrom(environment: Environment, faults: Fault[]): number | null {
  const text = environment[timeoutVariable];
  if (!text) return null;
  const value = Number(text);
  if (value > 0 && value <= longestTimeoutMs) return value;
  const what = `a number of milliseconds above 0 and at most ${longestTimeoutMs}`;
  faults.push({ where: timeoutVariable, message: `"${text}" is not ${what}` });
  return null;
}
