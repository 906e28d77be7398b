// One implementation of "resume this dormant session", as the gate drives it. A lane works only
// through its seams: what it does there is recorded, so it cannot report what it did not do.
import type { Agent, AgentDescription, ResumeLaunch, SeedRequest } from "../agents/agent.ts";
import type { TrustPreflight } from "../agents/trust.ts";
import type { Cell, CellPaths, CellTarget, LaneTraits } from "../evidence/cell.ts";
import type {
  DispatchOutcome,
  SessionFile,
  TurnOutcome,
  UnstampedEvent,
} from "../evidence/event.ts";
import type { Intent } from "../formats/intent.ts";
import type { AcquireResult, HeldLock } from "../resume/lock.ts";
import type { Mailbox } from "../resume/mailbox.ts";
import type { Child, SpawnRequest, World } from "../world/world.ts";

export interface ResumeRequest {
  /** Counts the dispatches of one cell from 1. */
  readonly dispatch: number;
  readonly gardenId: string;
  readonly intent: Intent;
  /** The prompt of the new turn, or the message to a live session. */
  readonly message: string;
}

/** Everything a lane may use, and all of it is recorded. */
export interface Seams {
  readonly cell: Cell;
  readonly agent: Agent;
  /** Effects; signals sent through it are recorded as the subject's own. */
  readonly world: World;
  readonly lock: {
    acquire(gardenId: string): Promise<AcquireResult>;
    release(lock: HeldLock): Promise<unknown>;
  };
  /** Starts the agent; the child's start, failure and exit are recorded. */
  start(launch: ResumeLaunch, workingDirectory: string): Promise<Child>;
  readonly trust: TrustPreflight;
  readonly mailbox: Mailbox;
  /** `monotonicMs`, on the world's clock, for what was seen before it could be told. */
  report(event: UnstampedEvent, monotonicMs?: number): void;
  /**
   * For a subject that starts its children itself: records that it is about to, and how it is to
   * be done. `lockOnDisk` is the nonce in the lock file at that instant.
   */
  announce(launch: OwnLaunch, lockOnDisk: string | null): Announced;
}

export interface OwnLaunch {
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly marker: string | null;
}

export interface Announced {
  readonly launch: SpawnRequest;
  /** Records the start, the failure and the exit as they come. */
  attach(child: Child): void;
}

/** What a lane changes about a cell, for a subject that has ways and places of its own. */
export interface LaneSurroundings {
  /** The agent of its cells (default: the run's own). */
  readonly agent?: AgentDescription;
  /** Pure; decided before anything is made. */
  paths?(paths: CellPaths): CellPaths;
  /** Variables of every process of the cell; they beat the agent's. */
  environment?(cell: Cell): Readonly<Record<string, string>>;
  /** Files of the agent's directory, by name, made before the seed. */
  agentFiles?(cell: Cell): Readonly<Record<string, string>>;
  /** Who its locks say they are of, where it takes no other lock for one. */
  readonly lockOwner?: string;
  /** How its receivers' markers write the start time of a process (default: as it is). */
  ownerStartKey?(startTime: string): string;
  /** The package's own one-shot beside which it can be raced (default: the built-in v1). */
  readonly oneShot?: { readonly name: string; readonly module: string };
  /** Why a target cannot be run with it, or null when it can. */
  cannotRun?(target: CellTarget): string | null;
  /** The wire format that its own agent speaks to a target (default: the run's agent's). */
  wireApiOf?(target: CellTarget): string | null;
  /** Replaces the seed's arguments, where the agent chooses the session's id. */
  seedArguments?(request: SeedRequest): readonly string[];
  /** The text of the record once the session is there; it replaces the one made before the seed. */
  recordText?(cell: Cell, session: SessionFile, createdAt: string): string;
}

export interface Lane {
  /** As selected by `--lane`. */
  readonly name: string;
  /** One line for `list` and for reports. */
  readonly summary: string;
  /** Absolute path of the module that exports it, for other processes; unset if built in. */
  readonly module?: string;
  readonly traits: LaneTraits;
  readonly surroundings?: LaneSurroundings;
  /** Each dispatch needs a process of its own, in which `resume` is called. */
  readonly apart?: true;
  /** What such a process stays for after its dispatch came back. */
  linger?(): Promise<void>;
  /** The world that its own code works in, such as one whose disk lies; the gate's stays whole. */
  alterWorld?(world: World, cell: Cell, report: Seams["report"]): World;
  /** May throw; that is recorded and ends the dispatch. */
  resume(request: ResumeRequest, seams: Seams): Promise<DispatchOutcome>;
  /**
   * How the resumed turn ended, as the lane would tell its owner, for lanes whose `resume` comes
   * back before the turn has ended. `timeoutMs` bounds the wait.
   */
  turnOutcome?(request: ResumeRequest, seams: Seams, timeoutMs: number): Promise<TurnOutcome>;
}

/** Types a lane that a user brings in a file of their own. */
export function defineLane(lane: Lane): Lane {
  return lane;
}
