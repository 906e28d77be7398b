// The seams a lane works through, each recording what was done and what the disk said then. The
// disk is read by the gate itself: a lane that lies about its lock is contradicted by its evidence.
import type { TrustPreflight } from "../agents/trust.ts";
import type { LockHolder, UnstampedEvent } from "../evidence/event.ts";
import type { Seams } from "../lanes/lane.ts";
import { acquireLock } from "../resume/lock.ts";
import { releaseLock } from "../resume/lock-file.ts";
import { createMailbox } from "../resume/mailbox.ts";
import { messageOf, type World } from "../world/world.ts";
import { followChild } from "./create-stage.ts";
import { readLock } from "./observe/lock.ts";
import { watchLooks } from "./socket-looks.ts";
import type { Stage, StartedChild } from "./stage.ts";

export function createSeams(stage: Stage, dispatch: number): Seams {
  const { cell, context } = stage;
  const { agent, scenario, lane } = context;
  const given = scenario.alterWorld?.(stage.world, stage) ?? stage.world;
  const altered = lane.alterWorld?.(given, cell, stage.record) ?? given;
  const looks = watchLooks(recordingWorld(stage, altered), stage.socketPath);
  const { world } = looks;
  const { mailboxDirectory, receiverDirectory, workingDirectory: cwd } = cell.paths;
  return {
    cell,
    agent,
    world,
    trust: recordingTrust(stage, dispatch),
    mailbox: createMailbox(world, {
      mailboxDirectory,
      receiverDirectory,
      sender: { sessionId: cell.gardenId, agentId: "resume-matrix", cwd },
      replyable: false,
    }),
    report: (event: UnstampedEvent, monotonicMs?: number) =>
      stage.record(withWait(stage, looks.withAnswer(event)), monotonicMs),
    announce(launch, lockOnDisk) {
      const announced = stage.announce({ role: "resume", dispatch, ...launch }, lockOnDisk);
      return {
        launch: announced.launch,
        attach: (child) => void followStart(stage, announced.attach(child)),
      };
    },
    lock: recordingLock(stage, dispatch, world),
    async start(launch, workingDirectory) {
      const resident = launch.kind === "resident";
      const started = await stage.spawn({
        role: "resume",
        dispatch,
        arguments: [...agent.commandArguments, ...agent.resumeArguments(launch)],
        workingDirectory,
        environment: {
          ...childEnvironment(stage),
          ...(resident ? agent.residentMarker(launch.gardenId, launch.sessionPath ?? null) : {}),
        },
        marker: resident ? launch.gardenId : null,
        input: agent.resumeInput(launch),
      });
      // What a scenario waits for here is no time of the lane's.
      const { identity } = started;
      if (identity) await stage.holdUp(async () => scenario.whenStarted?.(stage, started));
      if (identity) stage.processor.from(identity.pid);
      return started.handle;
    },
  };
}

async function followStart(stage: Stage, started: StartedChild): Promise<void> {
  await followChild(stage, started);
  if (started.identity) await stage.context.scenario.whenStarted?.(stage, started);
}

/** What a child of the cell finds in its environment. */
export function childEnvironment({ cell, context, model }: Stage): Record<string, string> {
  const { agent, baseEnvironment, lane } = context;
  return {
    ...baseEnvironment,
    ...agent.environment(cell.paths),
    ...model.environment,
    ...lane.surroundings?.environment?.(cell),
  };
}

/** What a lane tells of the end of a wait, with how the child was kept from a processor in it. */
function withWait({ processor }: Stage, event: UnstampedEvent): UnstampedEvent {
  if (event.type === "signal-sent") return { ...event, ...processor.untilSignal(event.pid) };
  if (event.type !== "watch-ended" || event.outcome.kind !== "lock-retained") return event;
  return { ...event, ...processor.sinceSignal(event.outcome.pid) };
}

/** The world, with the subject's own signals recorded. */
function recordingWorld({ record, children, processor }: Stage, world: World): World {
  return {
    ...world,
    processes: {
      ...world.processes,
      signal(pid, signal) {
        // Looked at before it goes: what gets the signal may be gone after it.
        const wait = signal === 0 ? {} : processor.untilSignal(pid);
        const result = world.processes.signal(pid, signal);
        const known = children.find((child) => child.identity?.pid === pid);
        // Signal 0 only asks; a holder's death is recorded with the lock it left.
        if (signal !== 0) {
          const startTime = known?.identity?.startTime ?? null;
          record({ type: "signal-sent", pid, startTime, signal, by: "subject", result, ...wait });
        }
        return result;
      },
    },
  };
}

/** For an agent that asks nobody. */
const anywhere: TrustPreflight = async () => ({ kind: "trusted", approve: false });

function recordingTrust({ cell, context, record }: Stage, dispatch: number): Seams["trust"] {
  const ask = context.trust?.(cell) ?? context.agent.trust?.(cell.paths) ?? anywhere;
  return async (workingDirectory) => {
    const verdict = await ask(workingDirectory);
    const trusted = verdict.kind === "trusted";
    record({
      type: "trust-asked",
      dispatch,
      workingDirectory,
      trusted,
      approve: trusted && verdict.approve,
      because: trusted ? "" : verdict.because,
    });
    return verdict;
  };
}

function recordingLock(stage: Stage, dispatch: number, world: World): Seams["lock"] {
  const { cell, record } = stage;
  const directory = cell.paths.lockDirectory;
  return {
    async acquire(gardenId) {
      stage.refuseWhenClosing();
      const owner = `dispatch-${dispatch}`;
      const result = await acquireLock(world, { directory, gardenId, owner });
      if (result.kind === "acquired") {
        const { nonce, path, reclaimed, from } = result.lock;
        const onDisk = await stage.nonceOnDisk();
        const lock = { gardenId, path, nonce, reclaimed, ...(from ? { from } : {}) };
        record({ type: "lock-acquired", dispatch, ...lock, onDisk });
      } else {
        const { path, reason, because, holder } = result;
        const read = await readAgain(stage, path);
        record({ type: "lock-refused", dispatch, path, reason, because, holder, ...read });
      }
      return result;
    },

    async release(lock) {
      await observeAtRelease(stage);
      const { gardenId, path, nonce } = lock;
      const event = { type: "lock-released", dispatch, gardenId, path, nonce } as const;
      const onDiskBefore = await stage.nonceOnDisk();
      // A successor may have it before we are back: until here, and no longer, it was surely ours.
      const heldUntilMs = world.clock.monotonicMs();
      record({ type: "release-requested", dispatch, nonce }, heldUntilMs);
      const attempt = releaseLock(world, lock);
      const result = await attempt.catch((): "threw" => "threw");
      const onDiskAfter = await stage.nonceOnDisk();
      record({ ...event, result, onDiskBefore, onDiskAfter }, heldUntilMs);
      return attempt;
    },
  };
}

/** What the gate reads where the subject has just read; nothing where it could not look. */
async function readAgain(
  { world, record }: Stage,
  path: string,
): Promise<{ readonly read?: LockHolder | null }> {
  try {
    return { read: await readLock(world.files, path) };
  } catch (error) {
    record({ type: "gate-failed", where: "lock-look", message: messageOf(error) });
    return {};
  }
}

/**
 * Is there a child to release for, and does it answer? Asked while the lock is still held. A look
 * that fails must not keep the subject from its release.
 */
async function observeAtRelease(stage: Stage): Promise<void> {
  const resumed = stage.children.findLast((child) => child.role === "resume" && child.identity);
  if (!resumed?.identity) return;
  try {
    await stage.checkProcess("at-release", resumed.identity);
    if (!resumed.exited) await stage.askSocket("at-release");
  } catch (error) {
    stage.record({ type: "gate-failed", where: "release-look", message: messageOf(error) });
  }
}
