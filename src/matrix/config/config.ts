// What a user may set, what each setting means, and what it is when left out.
// Light on purpose: matrix.config.ts imports it. Checking is done in validate.ts.
import type { AgentDefinition } from "../../agents/agent.ts";
import type { ModelPrice } from "../../agents/catalog.ts";
import type { Timeouts } from "../../evidence/cell.ts";
import type { Invariant } from "../../invariants/invariant.ts";
import type { RuleMode } from "../../loopback/rules/mode.ts";
import type { KnownFinding } from "../known.ts";
import type { CompareSettings } from "./compare-shape.ts";
import type { NamedTarget } from "./target.ts";

/** A lane or scenario by its name, or a definition that bears one. */
export type NameOrDefinition = string | { readonly name: string };

/** What `matrix.config.ts` exports. */
export interface MatrixConfig {
  /** `provider/model`, or `agent:provider/model`; at least one. */
  readonly targets: readonly (string | (Omit<NamedTarget, "agent"> & { agent?: string }))[];
  /** Implementations of resume to compare (default: `["v2"]`). */
  readonly lanes?: readonly NameOrDefinition[];
  /**
   * Conditions to run each target under (default: `["plain"]`). All the others are run on the
   * first target, or on each with `--full`.
   */
  readonly scenarios?: readonly NameOrDefinition[];
  /** What the dormant sessions hold (default: `["one-turn"]`); `matrix list` shows the others. */
  readonly histories?: readonly NameOrDefinition[];
  /** How often each cell is run (default: 1). */
  readonly repeat?: number;
  /** Cells at once (default: 4). */
  readonly workers?: number;
  /** The most cells at once against one provider, fewer while it answers 429 (default: all workers at loopback and 2 live). */
  readonly workersPerProvider?: number;
  /** Prices by `provider/model`, in US dollars for a million tokens (default: the agent's catalogue's). */
  readonly prices?: Readonly<Record<string, ModelPrice>>;
  /** Bounds of the phases, in milliseconds; see `defaultTimeouts`. */
  readonly timeouts?: Partial<Timeouts>;
  /** How long one cell may take, in milliseconds; one that takes longer is unknown (default: its phases have bounds). */
  readonly cellTimeoutMs?: number;
  /** How long all cells of a run may take, in milliseconds; those that are not over then are not run (default: no bound). */
  readonly globalTimeoutMs?: number;
  /** Where runs are kept, relative to this file (default: `out`). */
  readonly output?: string;
  /** `loopback` (the embedded provider; the default), or `live`, which needs `LIVE=1` as well. */
  readonly fidelity?: "loopback" | "live";
  /** How long the embedded provider thinks before its first token (default: 0). */
  readonly modelLatencyMs?: number;
  /**
   * Whether the embedded provider refuses what a real one would, only records it, or does not look
   * (default: it refuses where a history is resumed, and else records).
   */
  readonly providerRules?: RuleMode;
  /** The pi to test: an executable, a script or a package directory (default: the bundled one). */
  readonly pi?: string;
  /** How a run is told: `name`, `name=file`, or a reporter of your own (default: `["table"]`). */
  readonly reporters?: readonly NameOrDefinition[];
  /**
   * Send spans to a collector of OpenTelemetry at the end of a run: its address, or true for `OTEL_EXPORTER_OTLP_ENDPOINT`
   * (default: none is sent).
   */
  readonly otlp?: string | boolean;
  /** With what models and judgements said (default: without). */
  readonly otlpContent?: boolean;
  /** Agents of your own, made with `defineAgent`; a target names one as `agent:provider/model`. */
  readonly agents?: readonly AgentDefinition[];
  /** Claims of your own, made with `defineClaim`; they judge every cell beside the built-in ones. */
  readonly claims?: readonly Invariant[];
  /**
   * Findings that are known: a cell that fails only by these is told apart and fails no run. The
   * claim by its name; lane, scenario and target narrow it down.
   */
  readonly known?: readonly KnownFinding[];
  /** How `matrix compare` decides. */
  readonly compare?: CompareSettings;
  /** What `matrix dossier` asks for; see `defaultThresholds`. */
  readonly dossier?: Partial<DossierThresholds>;
  /** Where control sockets are made (default: short, below the system's temporary directory). */
  readonly socketDirectory?: string;
}

/** What a removal needs at the least. */
export interface DossierThresholds {
  /** How much lower the new lane's pass rate may be, live: 0.05 is 5 points. Between 0 and 1. */
  readonly margin: number;
  /** Of the two-sided intervals, and of the tests. Between 0.5 and 1. */
  readonly confidence: number;
  /** The fewest live pairs for each target, if the margin should ask for fewer. */
  readonly liveRepetitions: number;
  /** What every target is put through live; all other scenarios may be shown at loopback. */
  readonly liveScenarios: readonly string[];
  /** How many schedules of the new lane are to be explored. */
  readonly schedules: number;
}

export const defaultThresholds: DossierThresholds = {
  margin: 0.05,
  confidence: 0.95,
  liveRepetitions: 20,
  liveScenarios: ["plain"],
  schedules: 20_000,
};

/** A config with every default filled in; lanes and scenarios by name, paths absolute. */
export interface EffectiveConfig {
  readonly targets: readonly NamedTarget[];
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  /** Runs of older builds have none: each session held one turn. */
  readonly histories?: readonly string[];
  /** The target on which every scenario is run; null where all targets meet the same. */
  readonly showcase: NamedTarget | null;
  readonly repeat: number;
  readonly workers: number;
  readonly workersPerProvider: number;
  readonly timeouts: Timeouts;
  /** Null or absent: no bound. */
  readonly cellTimeoutMs?: number | null;
  readonly globalTimeoutMs?: number | null;
  readonly output: string;
  readonly fidelity: "loopback" | "live";
  readonly modelLatencyMs: number;
  /** Null or absent: strict where a history is resumed, and else only recorded. */
  readonly providerRules?: RuleMode | null;
  readonly pi: string | null;
  /** Where a run tests several versions of its agent: all of them, the one above first. */
  readonly pis?: readonly string[];
  readonly socketDirectory: string | null;
  /** The config file, where it was named; absolute. Runs of older builds have none. */
  readonly file?: string | null;
  readonly prices?: Readonly<Record<string, ModelPrice>>;
  /** Each target with its agent. Runs of older builds have none. */
  readonly known?: readonly KnownFinding[];
}

/** The flags with which another run has the same config, agent and model latency. */
export function flagsOf({
  file,
  pi,
  pis,
  modelLatencyMs,
  providerRules,
}: EffectiveConfig): readonly string[] {
  return [
    ...(file ? ["--config", file] : []),
    ...(pis ?? (pi === null ? [] : [pi])).flatMap((path) => ["--pi", path]),
    ...(modelLatencyMs === 0 ? [] : ["--model-latency", String(modelLatencyMs)]),
    ...(providerRules ? ["--provider-rules", providerRules] : []),
  ];
}

/** The history of a session that holds one turn of text. */
export const oneTurnHistory = "one-turn";

export const defaultTimeouts: Timeouts = {
  seedMs: 120_000,
  identityMs: 10_000,
  observeMs: 30_000,
  userTurnMs: 60_000,
  assistantTurnMs: 180_000,
  killGraceMs: 3_000,
  pollMs: 250,
};

/** The longest that a timer of Node can wait; what is longer ends at once. */
export const longestTimeoutMs = 2 ** 31 - 1;

export const defaultWorkers = 4;

/** A provider's account has limits of its own; two cells at once stay below most of them. */
export const liveWorkersPerProvider = 2;

/** Gives the config its type in an editor; changes nothing. */
export function defineMatrix(config: MatrixConfig): MatrixConfig {
  return config;
}
