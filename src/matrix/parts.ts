// What the matrix needs from the layers below: something that runs one cell, and something that
// judges it. Types only; src/commands/parts.ts
// puts the real ones in.
import type { Agent, AgentDefinition } from "../agents/agent.ts";
import type { FoundBuiltIn } from "../agents/built-in.ts";
import type { Cell, CellTarget, Fidelity } from "../evidence/cell.ts";
import type { EvidenceEvent } from "../evidence/event.ts";
import type { Evidence, Versions } from "../evidence/evidence.ts";
import type { Scenario } from "../gate/scenario.ts";
import type { Invariant } from "../invariants/invariant.ts";
import type { CellJudgement } from "../invariants/judge.ts";
import type { Lane } from "../lanes/lane.ts";
import type { RuleMode } from "../loopback/rules/mode.ts";

export interface CellObserver {
  /** Called with each event as it is recorded, before the effect that follows it. */
  onEvent(event: EvidenceEvent): void;
  /** Aborted to end the cell early; it then winds up in bounded time. */
  readonly signal: AbortSignal;
}

/** Whatever is shared by the cells of one run: the embedded provider, the resolved agent. */
export interface Runner {
  readonly versions: Versions;
  /** Of one cell, whose lane may bring an agent of its own (default: the run's). */
  versionsOf?(cell: Cell): Versions;
  /** Never rejects for what the world did; a rejection is a mistake of our own. */
  runCell(cell: Cell, observer: CellObserver): Promise<Evidence>;
  close(): Promise<void>;
}

export interface RunnerOptions {
  readonly fidelity: Fidelity;
  readonly lanes: readonly Lane[];
  readonly scenarios: readonly Scenario[];
  /** The built-in agent under test. */
  readonly found: FoundBuiltIn;
  /** Further versions of it, which targets name (default: none). */
  readonly others?: readonly FoundBuiltIn[];
  /** Agents of the user's own that targets name. */
  readonly agents?: readonly Agent[];
  readonly targets: readonly CellTarget[];
  readonly modelLatencyMs: number;
  /** Default: strict where a history is resumed, and else only recorded. */
  readonly providerRules?: RuleMode | null;
  /** The user's own agent directory at live fidelity, else null. */
  readonly agentDirectory: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes secrets out of text that is cut before it is written. */
  redact?(text: string): string;
}

/** The layers below, handed in whole, so that a test can replace any of them. */
export interface Parts {
  readonly lanes: readonly Lane[];
  readonly scenarios: readonly Scenario[];
  /** Of the user's own, besides the built-in ones. */
  readonly agents?: readonly AgentDefinition[];
  /** Of the user's own, besides the built-in ones. */
  readonly claims?: readonly Invariant[];
  /** By the built-in claims and `own`. */
  judge(evidence: Evidence, own?: readonly Invariant[]): CellJudgement;
  /**
   * The built-in agent that is named, or the pinned one for null, and what it has. Throws a UsageError when it is not that agent.
   * `providers` are names that will be asked for.
   */
  findAgent(named: string | null, providers?: readonly string[]): Promise<FoundBuiltIn>;
  openRunner(options: RunnerOptions): Promise<Runner>;
}
