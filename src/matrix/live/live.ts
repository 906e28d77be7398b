// What live fidelity reads from the user's surroundings: the agent's own directory, which
// credentials there are, and the variables that narrow or tune a run. Reads; never writes.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import stripJsonComments from "strip-json-comments";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { longestTimeoutMs } from "../config/config.ts";
import { type NamedTarget, parseTarget } from "../config/target.ts";
import type { CredentialSources } from "./credentials.ts";
import { environmentSecrets, fileSecrets, type Secret } from "./redact.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LiveSurroundings {
  /** The agent directory pi itself would use. */
  readonly agentDirectory: string;
  readonly credentials: CredentialSources;
  readonly secrets: readonly Secret[];
}

export function liveSurroundings(environment: Environment): LiveSurroundings {
  const home = environment.HOME ?? homedir();
  const agentDirectory = environment.PI_CODING_AGENT_DIR ?? join(home, ".pi", "agent");
  const auth = readObject(join(agentDirectory, "auth.json"));
  const models = readObject(join(agentDirectory, "models.json"));
  const providers = Object.entries((models.providers ?? {}) as Record<string, unknown>);
  return {
    agentDirectory,
    credentials: {
      environment,
      stored: Object.keys(auth),
      configured: providers.flatMap(([name, entry]) => (hasKey(entry) ? [name] : [])),
      printed: [...Object.entries(auth), ...providers].flatMap(([name, entry]) =>
        asksCommand(entry) ? [name] : [],
      ),
    },
    secrets: [
      ...environmentSecrets(environment),
      ...fileSecrets("auth.json", auth, environment),
      ...fileSecrets("models.json", models, environment),
    ],
  };
}

const hasKey = (entry: unknown) =>
  typeof entry === "object" && entry !== null && "apiKey" in entry && Boolean(entry.apiKey);

/** pi takes what stands behind a "!" for a command, in keys and in headers. */
function asksCommand(entry: unknown): boolean {
  if (typeof entry !== "object" || entry === null) return false;
  return Object.entries(entry).some(([field, value]) => {
    if (field === "headers") return Object.values(value ?? {}).some(isCommand);
    return isCommand(value) ? field !== "name" : asksCommand(value);
  });
}

const isCommand = (value: unknown) => typeof value === "string" && value.startsWith("!");

/** As pi reads its settings: they may have comments and commas too many. */
function readObject(path: string): Record<string, unknown> {
  try {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const value: unknown = JSON.parse(stripJsonComments(text, { trailingCommas: true }));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Missing or broken: pi itself will say so; here it only means that no key is known.
    return {};
  }
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

const targetVariable = "PI_SHELL_ACP_LIVE_TARGET";
const providerVariable = "PI_SHELL_ACP_LIVE_PROVIDER";
const modelVariable = "PI_SHELL_ACP_LIVE_MODEL";
const timeoutVariable = "PI_SHELL_ACP_SPAWN_RESUME_ASSISTANT_TIMEOUT_MS";

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
