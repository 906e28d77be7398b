// When the lock may go: one reducer over what was observed of the started child. "Spawned" and
// "timed out" never release; at most one release comes out of any sequence of events.

export type ReleaseEvent =
  | "spawned"
  | "spawn-start-failed"
  | "socket-alive"
  | "child-exited"
  | "observe-timed-out"
  | "kill-grace-over";

export type ReleaseState = "holding" | "released" | "retained";

export interface ReleaseStep {
  readonly state: ReleaseState;
  /** Release now. True at most once in the life of a lock. */
  readonly release: boolean;
}

const releasing: ReadonlySet<ReleaseEvent> = new Set([
  "spawn-start-failed",
  "socket-alive",
  "child-exited",
]);

export function reduceRelease(state: ReleaseState, event: ReleaseEvent): ReleaseStep {
  if (state !== "holding") return { state, release: false };
  if (releasing.has(event)) return { state: "released", release: true };
  if (event === "kill-grace-over") return { state: "retained", release: false };
  return { state, release: false };
}
