// What one running cell consists of: its recorder, its children, its model, and the ways to wait.
// The gate and the scenarios work through it; it records and never judges.
import type { Agent } from "../agents/agent.ts";
import type { TrustPreflight } from "../agents/trust.ts";
import type { Cell } from "../evidence/cell.ts";
import type {
  ChildReference,
  ChildRole,
  EvidenceEvent,
  Moment,
  NonceOnDisk,
  Phase,
  ProcessIdentity,
} from "../evidence/event.ts";
import type { Versions } from "../evidence/evidence.ts";
import type { RecordEvent } from "../evidence/recorder.ts";
import type { Lane } from "../lanes/lane.ts";
import type { Child, SpawnRequest, World } from "../world/world.ts";
import type { History } from "./histories/history.ts";
import type { CellModel, ModelSource } from "./models.ts";
import type { ProcessorWatch } from "./observe/processor.ts";

/** What a scenario does to the stage itself; its scene and its act are the gate's affair. */
export interface StageFaults {
  /** As selected by `--scenario`. */
  readonly name: string;
  /** Absolute path of the module that exports it, for other processes; unset if built in. */
  readonly module?: string;
  /** Settings of the agent that the scenario needs, such as a bound on its own retries. */
  readonly agentSettings?: Readonly<Record<string, unknown>>;
  /** Files that stand in the working directory from the beginning, by name. */
  directoryFiles?(agent: Agent): Readonly<Record<string, string>>;
  /** What dispatches say in the place of the plain message, whose words it has to contain. */
  message?(plain: string): string;
  /** It tells the model how to behave during the resumed turn, so that nobody else may. */
  readonly ownsModel?: true;
  /** A fault in a child: other arguments, another command, another environment. */
  alterLaunch?(options: SpawnOptions, stage: Stage): SpawnOptions;
  /** Waits until the fault in a resume child is in place; only then is the lane told that the child has started. */
  whenStarted?(stage: Stage, child: StartedChild): Promise<void>;
  /** A fault in the subject's own world, such as a full disk; the gate's world stays whole. */
  alterWorld?(world: World, stage: Stage): World;
}

/** What a stage is made with; the same for all cells of a run but for lane, scenario and signal. */
export interface StageContext {
  readonly world: World;
  readonly agent: Agent;
  /** Makes the dormant session (default: `agent` does). */
  readonly seeder?: Agent;
  readonly models: ModelSource;
  readonly lane: Lane;
  readonly scenario: StageFaults;
  /** What the dormant session is to hold besides the seed's turn (default: nothing). */
  readonly history?: History | null;
  /** Asked instead of the agent: a simulation says what its case says. */
  trust?(cell: Cell): TrustPreflight;
  /** The part of the user's environment that children may see. */
  readonly baseEnvironment: Readonly<Record<string, string>>;
  readonly versions: Versions;
  /** Takes secrets out of text; for what is cut before it is written. */
  redact?(text: string): string;
  /** Told of each event as it is recorded. */
  onEvent?(event: EvidenceEvent): void;
  /** Aborts the cell: it stops waiting, reaps, and ends as interrupted. */
  readonly signal: AbortSignal;
}

export interface StartedChild {
  readonly child: ChildReference;
  readonly role: ChildRole;
  /** Null until it has started, and for ever when it could not. */
  identity: ProcessIdentity | null;
  exited: boolean;
  readonly outputPath: string;
  readonly errorPath: string;
  readonly handle: Child;
}

export type WaitResult = "met" | "timed-out" | "interrupted";

export interface SpawnOptions {
  readonly role: ChildRole;
  readonly dispatch: number | null;
  readonly command?: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly marker: string | null;
  /** What it is given to read (`SpawnRequest.input`). */
  readonly input?: string;
}

export interface AnnouncedChild {
  /** How it is to be started, with whatever the scenario altered. */
  readonly launch: SpawnRequest;
  attach(handle: Child): StartedChild;
}

export interface Stage {
  readonly cell: Cell;
  readonly context: StageContext;
  readonly world: World;
  readonly model: CellModel;
  readonly events: readonly EvidenceEvent[];
  /** All that were started; a scenario that starts one elsewhere adds it. */
  readonly children: StartedChild[];
  readonly socketPath: string;
  readonly lockPath: string;
  /** Which turn a model request is counted to. */
  turn: "seed" | "resume" | "follow-up" | "recovery";
  readonly record: RecordEvent;
  /** When the cell began, on the machine's monotonic clock, in milliseconds. */
  readonly beganMs: number;
  /** What the cell's processes were kept from a processor, for the events that tell of an ended wait. */
  readonly processor: ProcessorWatch;
  /** Waits for something that a recorded event makes true; looked at after every event. */
  until(condition: () => boolean, timeoutMs: number): Promise<WaitResult>;
  /** Done once every process is down, last in first: followers stopped, props taken away. */
  readonly afterReap: (() => Promise<unknown>)[];
  /** Everything is being brought down: from now on nothing is started. */
  closing: boolean;
  /** Dispatches that are no longer waited for, and may still be under way. */
  readonly abandoned: Promise<unknown>[];
  /** The cell is over: whatever still watches for it may stop. */
  ended: boolean;
  /** Ends the evidence: what comes later is no part of it. */
  end(): void;
  /** How long the scenario has held the lane up, in milliseconds; no bound on the lane counts it. */
  heldUpMs(): number;
  /** Does something of the scenario's own while the lane has to wait for it. */
  holdUp<T>(work: () => Promise<T>): Promise<T>;
  /** @throws Error once the cell is interrupted or brought down: nothing more may be started. */
  refuseWhenClosing(): void;
  /** Looks at what is waited for again, after something that is no event. */
  wake(): void;
  /** Brackets work with its events; false when it did not come to its end. */
  phase(
    phase: Phase,
    timeoutMs: number,
    work: () => Promise<WaitResult | string>,
  ): Promise<boolean>;
  spawn(options: SpawnOptions): Promise<StartedChild>;
  /** Records that a child is about to be started; its starter then calls `attach`. */
  announce(options: SpawnOptions, lockOnDisk: NonceOnDisk): AnnouncedChild;
  askSocket(moment: Moment): Promise<boolean>;
  checkProcess(moment: Moment, identity: ProcessIdentity): Promise<boolean>;
  /** What the lock file says. Never throws: a look of the gate's must not change what it sees. */
  nonceOnDisk(): Promise<NonceOnDisk>;
}

/** The environment variable that every process of a cell carries. */
export const cellMarker = "RESUME_MATRIX_CELL";
