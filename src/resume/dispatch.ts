// One dispatch to a garden id: resolve, lock, inspect, decide, then send or resume, then release.
// Every way out after the lock goes through one release; an exception keeps its own message.
import type { ResumeLaunch } from "../agents/agent.ts";
import type { DispatchOutcome, TurnOutcome, WatchOutcome } from "../evidence/event.ts";
import { otherLoadoutExit, otherSessionExit } from "../formats/control-protocol.ts";
import { assertGardenId } from "../formats/garden-id.ts";
import { assertMessage } from "../formats/message.ts";
import { controlSocketPath } from "../formats/places.ts";
import { messageOf } from "../world/world.ts";
import { type DormantSession, type ResolvedAddressee, resolveAddressee } from "./addressee.ts";
import { decide, decideMailbox, type Reject, reject } from "./decide.ts";
import type { DispatchDependencies, DispatchRequest } from "./dispatch-request.ts";
import { inspectSocket } from "./liveness.ts";
import type { HeldLock } from "./lock.ts";
import { rejected } from "./rejected.ts";
import { reduceRelease } from "./release.ts";
import { sendLive } from "./send.ts";
import type { OnSkip } from "./skipped.ts";
import { watchChild } from "./watch.ts";

/**
 * @throws RangeError for a malformed garden id or a message that cannot be run, CorruptRecordError for a record that cannot be
 * trusted, and whatever the disk threw; the lock is released first.
 */
export async function dispatch(
  request: DispatchRequest,
  dependencies: DispatchDependencies,
): Promise<DispatchOutcome> {
  assertGardenId(request.gardenId);
  assertMessage(request.message);
  const { world, directories, parseLine } = dependencies;
  const onSkip: OnSkip = (skipped) =>
    dependencies.report({
      type: "file-skipped",
      by: "subject",
      dispatch: request.dispatch,
      ...skipped,
    });
  const addressee = await resolveAddressee(world, directories, request.gardenId, parseLine, onSkip);
  if (addressee.kind === "rejected") return rejected(addressee.reject, addressee.because);
  if (addressee.kind === "mailbox-citizen") return throughMailbox(request, dependencies, addressee);
  const early = await rejectBeforeProbe(request, dependencies, addressee);
  return early ?? underLock(request, dependencies, addressee);
}

type Probed = Extract<ResolvedAddressee, { kind: "citizen" | "socket-only" }>;

/** What can be refused without asking the socket: nothing is locked and nothing connected to. */
async function rejectBeforeProbe(
  request: DispatchRequest,
  { world, directories }: DispatchDependencies,
  addressee: Probed,
): Promise<DispatchOutcome | null> {
  if (request.intent === "fire-and-forget") return null;
  if (addressee.kind === "socket-only") {
    return rejected(reject("bad-target"), `${request.gardenId} has a socket but no record`);
  }
  if (addressee.session !== null) return null;
  const socket = await world.files.inspect(
    controlSocketPath(directories.sockets, request.gardenId),
  );
  return socket.kind === "missing" ? rejected(reject("bad-target"), addressee.flaw) : null;
}

async function underLock(
  request: DispatchRequest,
  dependencies: DispatchDependencies,
  addressee: Probed,
): Promise<DispatchOutcome> {
  const acquired = await dependencies.lock.acquire(request.gardenId);
  if (acquired.kind === "conflict") {
    const because = `${acquired.path}: ${acquired.because}`;
    return rejected(reject("target-locked"), because, acquired.holder);
  }
  const guard = createGuard(dependencies, acquired.lock);
  try {
    return await decided(request, dependencies, addressee, guard);
  } catch (error) {
    // The original error is what the caller must see, whatever becomes of the release.
    await guard.release().catch(() => undefined);
    throw error;
  }
}

/** Releases its lock at most once, and remembers a release that failed. */
interface Guard {
  readonly lockPath: string;
  release(): Promise<void>;
  /** Null when the release went well; else why the lock may still be there. */
  releaseAfterDelivery(): Promise<string | null>;
}

function createGuard({ lock }: DispatchDependencies, held: HeldLock): Guard {
  let released = false;
  const release = async () => {
    if (released) return;
    released = true;
    await lock.release(held);
  };
  return {
    lockPath: held.path,
    release,
    async releaseAfterDelivery() {
      try {
        await release();
        return null;
      } catch (error) {
        return `delivered, but ${held.path} could not be released (${messageOf(error)}); do not retry, remove it by hand`;
      }
    },
  };
}

async function decided(
  request: DispatchRequest,
  dependencies: DispatchDependencies,
  addressee: Probed,
  guard: Guard,
): Promise<DispatchOutcome> {
  const { world, directories, timeouts } = dependencies;
  const path = controlSocketPath(directories.sockets, request.gardenId);
  const inspection = await inspectSocket(world, path, timeouts.connectMs);
  dependencies.report({ type: "socket-inspected", dispatch: request.dispatch, ...inspection });
  const refuse = async (verdict: Reject, because: string) => {
    await guard.release();
    return rejected(verdict, because);
  };
  if (inspection.kind === "symlink" || inspection.kind === "other") {
    return refuse(reject("target-address-conflict"), `${path} is no control socket`);
  }
  const verdict = decide(request.intent, inspection.liveness);
  if (verdict.kind === "reject") {
    return refuse(verdict, `${request.gardenId} is ${inspection.liveness} (${path})`);
  }
  if (verdict.kind === "send-control-socket") {
    const outcome = await sendLive(request, dependencies, path);
    if (outcome.kind !== "sent") {
      await guard.release();
      return outcome;
    }
    return { ...outcome, lockDirty: await guard.releaseAfterDelivery() };
  }
  if (addressee.kind === "socket-only" || addressee.session === null) {
    const flaw = addressee.kind === "citizen" ? addressee.flaw : "there is no record of it";
    return refuse(reject("bad-target"), flaw);
  }
  const trust = await dependencies.trust(addressee.session.cwd);
  if (trust.kind === "denied") return refuse(reject("untrusted-fail-fast"), trust.because);
  return resume(request, dependencies, addressee.session, guard, trust.approve);
}

async function resume(
  request: DispatchRequest,
  dependencies: DispatchDependencies,
  session: DormantSession,
  guard: Guard,
  approve: boolean,
): Promise<DispatchOutcome> {
  const { world, directories, timeouts } = dependencies;
  const launch: ResumeLaunch = {
    kind: "resident",
    gardenId: request.gardenId,
    sessionPath: session.path,
    provider: session.provider,
    model: session.model,
    approve,
    prompt: request.message,
  };
  const child = await dependencies.start(launch, session.cwd);
  const watch = await watchChild(world, {
    child,
    socketPath: controlSocketPath(directories.sockets, request.gardenId),
    lockPath: guard.lockPath,
    observeTimeoutMs: timeouts.observeMs,
    killGraceMs: timeouts.killGraceMs,
    connectTimeoutMs: timeouts.connectMs,
    pollMs: timeouts.pollMs,
  });
  dependencies.report({ type: "watch-ended", dispatch: request.dispatch, outcome: watch });
  const event = watch.kind === "lock-retained" ? "kill-grace-over" : watch.kind;
  const { release } = reduceRelease("holding", event);
  const lockDirty = release ? await guard.releaseAfterDelivery() : null;
  return { kind: "resumed", watch, lockDirty, turn: refusedByChild(watch, session) };
}

/** What is known of the turn when the child itself refused to run it in what it found. */
function refusedByChild(watch: WatchOutcome, { path }: DormantSession): TurnOutcome | null {
  if (watch.kind !== "child-exited") return null;
  const why = childRefusals.get(watch.exitCode);
  if (why === undefined) return null;
  const message = `${why(path)}, and no turn was run; its standard error says more`;
  return { kind: "failed", stopReason: null, message };
}

const childRefusals: ReadonlyMap<number | null, (path: string) => string> = new Map([
  [otherSessionExit, (path: string) => `the agent opened another session than ${path}`],
  [otherLoadoutExit, (path: string) => `the agent has not all tools of ${path} as they were`],
]);

async function throughMailbox(
  request: DispatchRequest,
  { mailbox }: DispatchDependencies,
  addressee: Extract<ResolvedAddressee, { kind: "mailbox-citizen" }>,
): Promise<DispatchOutcome> {
  const receiver = await mailbox.findReceiver(addressee.record);
  const verdict = decideMailbox(request.intent, receiver.kind === "armed");
  if (verdict.kind === "reject") {
    const because = receiver.kind === "armed" ? "it takes mail only" : receiver.because;
    return rejected(
      verdict,
      `${request.gardenId} is a ${addressee.record.backend} citizen: ${because}`,
    );
  }
  await mailbox.deliver(request.gardenId, request.message);
  return { kind: "sent", via: "meta-mailbox", delivery: "enqueued", lockDirty: null };
}
