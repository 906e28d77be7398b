// One implementation of "resume this dormant session", as the gate drives it. A lane works only
// through its seams: what it does there is recorded, so it cannot report what it did not do.
import type { Agent, ResumeLaunch } from "../agents/agent.ts";
import type { Cell, LaneTraits } from "../evidence/cell.ts";
import type { DispatchOutcome, TurnOutcome, UnstampedEvent } from "../evidence/event.ts";
import type { Intent } from "../resume/decide.ts";
import type { AcquireResult, HeldLock } from "../resume/lock.ts";
import type { Mailbox } from "../resume/mailbox.ts";
import type { TrustPreflight } from "../resume/trust.ts";
import type { Child, World } from "../world/world.ts";

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
  report(event: UnstampedEvent): void;
}

export interface Lane {
  /** As selected by `--lane`. */
  readonly name: string;
  /** One line for `list` and for reports. */
  readonly summary: string;
  /** Absolute path of the module that exports it, for other processes; unset if built in. */
  readonly module?: string;
  readonly traits: LaneTraits;
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
