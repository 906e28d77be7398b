// Watches a started child until its socket answers or it has exited. A timeout ends in a kill and
// a bounded wait for one of the two; if neither comes, the lock must stay, and the outcome says so.
import { dirname } from "node:path";
import type { WatchOutcome } from "../evidence/event.ts";
import { createBell } from "../world/bell.ts";
import { createStop, type StopSignal } from "../world/stop.ts";
import { timedOut, within } from "../world/within.ts";
import type { Child, World } from "../world/world.ts";
import { inspectSocket } from "./liveness.ts";

export interface WatchRequest {
  readonly child: Child;
  readonly socketPath: string;
  readonly lockPath: string;
  readonly observeTimeoutMs: number;
  readonly killGraceMs: number;
  readonly connectTimeoutMs: number;
  /** How often to look when the directory watch says nothing. */
  readonly pollMs: number;
}

type WatchWorld = Pick<World, "clock" | "files" | "sockets" | "processes">;

type Observation =
  | WatchOutcome
  | { readonly kind: "gave-up"; readonly because: "timed-out" | "forged-socket" | "watch-failed" };

/** Never throws, and never ends in an outcome that was not observed. */
export async function watchChild(world: WatchWorld, request: WatchRequest): Promise<WatchOutcome> {
  const start = await request.child.started;
  if (start.kind === "failed") return { kind: "spawn-start-failed", error: start.message };
  const { pid } = start.identity;
  const first = await observe(world, request, pid, request.observeTimeoutMs, true);
  if (first.kind !== "gave-up") return first;
  world.processes.signal(pid, "SIGTERM");
  // A forged socket or a broken watch can say no more; only an exit can.
  const socketMayCome = first.because === "timed-out";
  const last = await observe(world, request, pid, request.killGraceMs, socketMayCome);
  if (last.kind !== "gave-up") return last;
  return {
    kind: "lock-retained",
    reason: first.because === "timed-out" ? "kill-unconfirmed" : "observe-failed",
    pid,
    socketPath: request.socketPath,
    lockPath: request.lockPath,
    observeTimeoutMs: request.observeTimeoutMs,
    killGraceMs: request.killGraceMs,
  };
}

async function observe(
  world: WatchWorld,
  request: WatchRequest,
  pid: number,
  timeoutMs: number,
  lookForSocket: boolean,
): Promise<Observation> {
  const { signal, stop } = createStop();
  const candidates: Promise<Observation>[] = [
    request.child.exited.then((exit) => ({ kind: "child-exited", ...exit })),
  ];
  if (lookForSocket) {
    candidates.push(
      sightSocket(world, request, signal).then(
        (sight) =>
          sight === "alive"
            ? { kind: "socket-alive", pid }
            : { kind: "gave-up", because: "forged-socket" },
        () => ({ kind: "gave-up", because: "watch-failed" }),
      ),
    );
  }
  const result = await within(world.clock, timeoutMs, Promise.race(candidates));
  stop();
  return result === timedOut ? { kind: "gave-up", because: "timed-out" } : result;
}

/** A socket that is there but refuses is about to listen, and no directory change tells when. */
const listenPollMs = 10;

/** Resolves once somebody accepts, or once what is there is no socket; runs until stopped. */
async function sightSocket(
  world: WatchWorld,
  request: WatchRequest,
  signal: StopSignal,
): Promise<"alive" | "forged"> {
  const bell = createBell(world.clock);
  signal.addEventListener("abort", () => bell.ring(), { once: true });
  const watch = world.files.watch(dirname(request.socketPath), () => bell.ring());
  try {
    while (!signal.aborted) {
      const seen = await inspectSocket(world, request.socketPath, request.connectTimeoutMs);
      if (seen.liveness === "live") return "alive";
      if (seen.kind === "symlink" || seen.kind === "other") return "forged";
      await bell.wait(seen.kind === "socket" ? listenPollMs : request.pollMs);
    }
    return new Promise(() => undefined);
  } finally {
    watch.close();
  }
}
