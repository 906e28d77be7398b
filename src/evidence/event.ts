// Everything that can be recorded about one cell. A claim or a report may say only what follows
// from these; an event states what was seen, never what it means.
import type { Liveness } from "./cell.ts";
import type { ChildReference } from "./child.ts";
import type { Moment } from "./moment.ts";
import type {
  DispatchOutcome,
  LockConflict,
  LockHolder,
  ReleaseResult,
  TurnOutcome,
  WatchOutcome,
} from "./outcome.ts";
import type { EndedWait } from "./processor.ts";
import type { SceneEvents } from "./scene-events.ts";
import type { LaunchAsked } from "./session.ts";
import type { SessionEvents } from "./session-events.ts";
import type { StrangerEvents } from "./stranger-events.ts";

export type { ChildReference } from "./child.ts";
export type { Moment } from "./moment.ts";
export type * from "./outcome.ts";
export type * from "./session.ts";
export type { SkippedFile } from "./stranger-events.ts";

/** A process is known by both: a pid alone may be somebody else's by now. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque and comparable; on Linux field 22 of `/proc/<pid>/stat`, in clock ticks since boot. */
  readonly startTime: string;
}

export type Phase =
  | "prepare"
  | "identity"
  | "seed"
  | "session"
  | "dispatch"
  | "user-turn"
  | "assistant-turn"
  | "residency"
  | "recovery"
  | "reap";

export type ChildRole = "seed" | "resume" | "dispatcher" | "actor";

/** Where the gate can fail; the two looks are taken while the subject works. */
export type GatePart = Phase | "gate" | "dispatcher" | "lock-look" | "release-look";

/** The look itself failed: the evidence says nothing of what was there. */
export const unread = "unread";

/** A nonce; null where no lock was, "unreadable" for a file that is none, or `unread`. */
export type NonceOnDisk = string | null;

export type SocketKind = "missing" | "socket" | "symlink" | "other";

/** What an lstat said of a path, and a connect after it: null where none was tried. */
export interface SocketAnswered {
  readonly kind: "missing" | "file" | "directory" | "socket" | "symlink" | "other";
  readonly connect: "connected" | { readonly code: string } | null;
}

export interface ObservedProcess extends ProcessIdentity {
  readonly arguments: string;
}

export interface EventBodies extends SceneEvents, SessionEvents, StrangerEvents {
  /** Before anything was made: what already bears the garden id. */
  "identity-checked": {
    readonly gardenId: string;
    readonly lock: boolean;
    readonly socket: boolean;
    readonly sessions: readonly string[];
  };
  /** The agent chose the session's own id, and the record of the garden id was written for it. */
  "identity-mapped": {
    readonly gardenId: string;
    readonly sessionId: string;
    readonly path: string;
  };
  "phase-started": { readonly phase: Phase; readonly timeoutMs: number };
  "phase-ended": EndedWait & {
    readonly phase: Phase;
    readonly outcome: "done" | "timed-out" | "failed" | "interrupted";
    readonly because: string;
  };

  /** Written before the effect, with what the lock file held at that instant. */
  "child-requested": {
    readonly child: ChildReference;
    readonly role: ChildRole;
    /** The one it belongs to, whichever process starts it. */
    readonly dispatch: number | null;
    readonly arguments: readonly string[];
    /** Of a child that is the agent; absent in records that did not keep it. */
    readonly asked?: LaunchAsked;
    readonly workingDirectory: string;
    readonly marker: string | null;
    readonly lockOnDisk: NonceOnDisk;
  };
  "child-started": ProcessIdentity & { readonly child: ChildReference; readonly role: ChildRole };
  "child-start-failed": {
    readonly child: ChildReference;
    readonly code: string;
    readonly message: string;
  };
  "child-exited": ProcessIdentity & {
    readonly child: ChildReference;
    readonly role: ChildRole;
    readonly exitCode: number | null;
    readonly signal: string | null;
  };
  /** The last lines of a child's standard error, where its failure is to be explained. */
  "error-output": {
    readonly child: ChildReference;
    readonly role: ChildRole;
    readonly lines: readonly string[];
  };
  "process-checked": ProcessIdentity & { readonly moment: Moment; readonly alive: boolean };
  /** Of the subject's own to a child: with the wait since its start, where that came to the bound on its socket. */
  "signal-sent": EndedWait & {
    readonly pid: number;
    readonly startTime: string | null;
    readonly signal: string;
    readonly by: "gate" | "subject";
    readonly result: "sent" | "gone" | "denied";
  };

  /** The subject looked at the socket: lstat, then connect. */
  "socket-inspected": {
    readonly dispatch: number | null;
    readonly path: string;
    readonly kind: SocketKind;
    readonly liveness: Liveness;
    readonly code: string | null;
    /** What the system told the subject in that look; absent where nobody but the lane saw it. */
    readonly answered?: SocketAnswered;
  };
  /** The gate asked `get_info`; `answer` is null when nothing came. */
  "socket-asked": EndedWait & {
    readonly moment: Moment;
    readonly path: string;
    readonly answer: { readonly sessionId: string; readonly pid: number | null } | null;
    readonly failure: string | null;
  };

  "lock-acquired": {
    readonly dispatch: number;
    readonly gardenId: string;
    readonly path: string;
    readonly nonce: string;
    readonly reclaimed: boolean;
    /** Of a reclaimed one: whose it was, and what proved that holder dead. */
    readonly from?: { readonly holder: LockHolder; readonly because: string };
    /** What was read back from the canonical path right after. */
    readonly onDisk: NonceOnDisk;
  };
  "lock-refused": {
    readonly dispatch: number;
    readonly path: string;
    /** Absent where a lane has only words for it. */
    readonly reason?: LockConflict;
    /** In words, for people only. */
    readonly because: string;
    readonly holder: LockHolder | null;
    /** What lay there then; recorded by a lane that cannot give a reason. */
    readonly onDisk?: NonceOnDisk;
    /** Whom the gate itself read there right after; absent where it did not, or could not look. */
    readonly read?: LockHolder | null;
  };
  /** Written before the effect: a dispatcher that dies in it may have given the lock back, or not. */
  "release-requested": { readonly dispatch: number; readonly nonce: string };
  "lock-released": {
    readonly dispatch: number;
    readonly gardenId: string;
    readonly path: string;
    readonly nonce: string;
    readonly result: ReleaseResult | "threw";
    readonly onDiskBefore: NonceOnDisk;
    readonly onDiskAfter: NonceOnDisk;
  };

  "dispatch-started": {
    readonly dispatch: number;
    readonly intent: string;
    /** What it was given to say; absent in records that did not keep it. */
    readonly message?: string;
  };
  /** The subject asked whether the directory is trusted; what it does with that is for claims. */
  "trust-asked": {
    readonly dispatch: number;
    readonly workingDirectory: string;
    readonly trusted: boolean;
    /** The agent has to be told that the directory is approved. */
    readonly approve: boolean;
    readonly because: string;
  };
  /** Where the child did not end: with the wait for that, from the signal on. */
  "watch-ended": EndedWait & { readonly dispatch: number; readonly outcome: WatchOutcome };
  "dispatch-returned": { readonly dispatch: number; readonly outcome: DispatchOutcome };
  /** The process of a dispatch dies of an error that nobody in it caught. */
  "dispatcher-crashed": { readonly dispatch: number; readonly message: string };
  "dispatch-threw": { readonly dispatch: number; readonly message: string };
  /** What the lane told its owner of the turn, where its dispatch came back before the turn ended. */
  "turn-reported": EndedWait & { readonly dispatch: number; readonly turn: TurnOutcome };

  /** A file the scenario put in place for the subject to find, with what it held. */
  "file-fingerprint": {
    readonly moment: Moment;
    readonly path: string;
    readonly kind: "missing" | "file" | "directory" | "socket" | "symlink" | "other";
    readonly sha256: string | null;
    /** It bears no id of the cell: nobody may stumble over it, or touch it. */
    readonly stranger?: true;
  };
  "mailbox-listed": {
    readonly moment: Moment;
    readonly messages: readonly string[];
    readonly read: readonly string[];
    readonly signalAtMs: number | null;
    readonly messageAtMs: number | null;
    readonly bodies: readonly string[];
  };

  /** What agents had started and lived on without them; each is reaped in the end. */
  "tools-left": {
    readonly moment: "seed-killed" | "reaped";
    readonly processes: readonly ObservedProcess[];
  };
  /** One process brought down at the end; `verified` means its (pid, start time) was seen gone. */
  reaped: ProcessIdentity &
    EndedWait & {
      readonly how: "already-gone" | "terminated" | "killed" | "survived";
      readonly verified: boolean;
    };
  swept: { readonly kind: "socket" | "lock" | "file" | "directory"; readonly path: string };
  /** What was still there after reaping, looked for by marker, name and place. */
  census: {
    readonly processes: readonly ObservedProcess[];
    readonly sockets: readonly string[];
    readonly locks: readonly string[];
    readonly strayFiles: readonly string[];
  };
  /** The world or the gate itself failed; the cell cannot be judged on what is missing. */
  "gate-failed": {
    readonly where: GatePart;
    /** The dispatcher's own process, where that is what failed. */
    readonly child?: ChildReference;
    readonly message: string;
  };
  "cell-ended": {
    readonly interrupted: boolean;
    /** Which bound of the user's was reached; absent where none was, and in records of older builds. */
    readonly because?: string;
  };
}

export type EventType = keyof EventBodies;

export interface Stamp {
  /** Position in the evidence, from 0; how a judgement names an event. */
  readonly seq: number;
  /** Milliseconds since the cell began. */
  readonly atMs: number;
  /** Milliseconds since the Unix epoch, by the wall clock. */
  readonly wallMs: number;
}

export type EvidenceEvent = {
  [T in EventType]: Stamp & { readonly type: T } & EventBodies[T];
}[EventType];

export type EventOf<T extends EventType> = Extract<EvidenceEvent, { readonly type: T }>;

/** An event before the recorder has stamped it. */
export type UnstampedEvent = { [T in EventType]: { readonly type: T } & EventBodies[T] }[EventType];
