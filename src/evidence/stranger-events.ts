// Events about what is not the cell's own: files that nobody can read, locks that a scene put there.
import type { LockHolder } from "./outcome.ts";

/** What was met where sessions or records are kept, and could not be read as one. */
export interface SkippedFile {
  readonly path: string;
  readonly because: string;
}

export interface StrangerEvents {
  /** Something among the sessions or the records was passed over; everyone else is served. */
  "file-skipped": SkippedFile & {
    readonly by: "subject" | "gate";
    readonly dispatch: number | null;
  };
  /** A lock that the scene put there, and what its process is: the gate's own knowledge of it. */
  "lock-placed": {
    readonly path: string;
    readonly holder: LockHolder;
    /** `another`: its number is borne by a process that began at another time. */
    readonly process: "lives" | "gone" | "another";
  };
  /** What came to a bystander that stands where a session's socket would be. */
  "bystander-heard": {
    readonly pid: number;
    readonly what: "connection" | "message";
    /** The message's words; empty for a mere connection. */
    readonly text: string;
  };
}
