// What a dispatch is asked for, and all that it is given to do it with.
import type { Agent, ResumeLaunch } from "../agents/agent.ts";
import type { TrustPreflight } from "../agents/trust.ts";
import type { UnstampedEvent } from "../evidence/event.ts";
import type { Sender } from "../formats/control-protocol.ts";
import type { Intent } from "../formats/intent.ts";
import type { Child, World } from "../world/world.ts";
import type { AcquireResult, HeldLock } from "./lock.ts";
import type { Mailbox } from "./mailbox.ts";

export interface DispatchRequest {
  /** Counts the dispatches of one cell; only names this one in what is reported. */
  readonly dispatch: number;
  readonly gardenId: string;
  readonly intent: Intent;
  readonly message: string;
}

export interface DispatchDependencies {
  readonly world: World;
  readonly directories: {
    readonly records: string;
    readonly sessions: string;
    readonly sockets: string;
  };
  readonly timeouts: {
    readonly connectMs: number;
    readonly observeMs: number;
    readonly killGraceMs: number;
    readonly pollMs: number;
  };
  readonly parseLine: Agent["parseLine"];
  /** Who a message to a live session comes from. */
  readonly sender: Pick<Sender, "sessionId" | "agentId" | "cwd">;
  readonly lock: {
    acquire(gardenId: string): Promise<AcquireResult>;
    release(lock: HeldLock): Promise<unknown>;
  };
  /** Starts the agent on the saved session; the directory is the session's own. */
  start(launch: ResumeLaunch, workingDirectory: string): Promise<Child>;
  readonly trust: TrustPreflight;
  readonly mailbox: Mailbox;
  /** Called with what was seen on the way, so that it can be recorded. */
  report(event: UnstampedEvent): void;
}
