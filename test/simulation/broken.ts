// Lanes around the real dispatch, each with one dependency broken. They are what the explorer has
// to find; nothing else may use them.

import { controlSocketPath } from "../../src/formats/places.ts";
import { defineLane, type Lane, type Seams } from "../../src/lanes/lane.ts";
import { v1 } from "../../src/lanes/v1.ts";
import { v2 } from "../../src/lanes/v2.ts";
import { dispatch } from "../../src/resume/dispatch.ts";
import type { DispatchDependencies } from "../../src/resume/dispatch-request.ts";
import { inspectSocket } from "../../src/resume/liveness.ts";
import { acquireLock, type HeldLock } from "../../src/resume/lock.ts";
import { readHolder } from "../../src/resume/lock-file.ts";
import type { Child, World } from "../../src/world/world.ts";

export { v1 };

type Alter = (
  seams: Seams,
  request: { readonly dispatch: number; readonly gardenId: string },
) => Partial<DispatchDependencies>;

function broken(name: string, alter: Alter): Lane {
  return defineLane({
    name,
    summary: "broken on purpose",
    traits: v2.traits,
    ...(v2.turnOutcome ? { turnOutcome: v2.turnOutcome } : {}),
    resume(request, seams) {
      return dispatch(request, { ...dependenciesOf(seams), ...alter(seams, request) });
    },
  });
}

function dependenciesOf(seams: Seams): DispatchDependencies {
  const { cell, agent, world, lock, start, trust, mailbox, report } = seams;
  const { recordDirectory, sessionDirectory, socketDirectory, workingDirectory } = cell.paths;
  const { observeMs, killGraceMs, pollMs } = cell.timeouts;
  return {
    world,
    directories: {
      records: recordDirectory,
      sessions: sessionDirectory,
      sockets: socketDirectory,
    },
    timeouts: { connectMs: 1000, observeMs, killGraceMs, pollMs },
    parseLine: agent.parseLine,
    sender: { sessionId: cell.gardenId, agentId: "broken", cwd: workingDirectory },
    lock,
    start,
    trust,
    mailbox,
    report,
  };
}

/** Nothing in it differs: whatever is found in a broken lane is not found here. */
export const whole = broken("whole", () => ({}));

/** Two reclaimers of one stale lock do not keep each other out. */
export const withoutReclaimMarker = broken("without-reclaim-marker", (seams, { dispatch }) => {
  const { files } = seams.world;
  const own = (path: string) => (path.endsWith(".reclaim") ? `${path}.${dispatch}` : path);
  const world: World = {
    ...seams.world,
    files: {
      ...files,
      createExclusive: (path, mode) => files.createExclusive(own(path), mode),
      readText: (path) => files.readText(own(path)),
      unlink: (path) => files.unlink(own(path)),
    },
  };
  return {
    lock: { ...seams.lock, acquire: (gardenId) => acquire(seams, world, dispatch, gardenId) },
  };
});

async function acquire(seams: Seams, world: World, dispatch: number, gardenId: string) {
  const directory = seams.cell.paths.lockDirectory;
  const result = await acquireLock(world, { directory, gardenId, owner: `dispatch-${dispatch}` });
  if (result.kind === "conflict") {
    const { path, because, holder } = result;
    seams.report({ type: "lock-refused", dispatch, path, because, holder });
    return result;
  }
  const { path, nonce, reclaimed } = result.lock;
  const found = await readHolder(world, path, gardenId);
  const onDisk = found.kind === "held" ? found.holder.nonce : null;
  seams.report({ type: "lock-acquired", dispatch, gardenId, path, nonce, reclaimed, onDisk });
  return result;
}

/** Whatever lock is there is taken away. */
export const withoutNonceCheck = broken("without-nonce-check", (seams, { dispatch }) => ({
  lock: {
    ...seams.lock,
    async release({ gardenId, path, nonce }: HeldLock) {
      const onDisk = async () => {
        const found = await readHolder(seams.world, path, gardenId);
        return found.kind === "held" ? found.holder.nonce : null;
      };
      const event = { type: "lock-released", dispatch, gardenId, path, nonce } as const;
      const onDiskBefore = await onDisk();
      await seams.world.files.unlink(path);
      const onDiskAfter = await onDisk();
      seams.report({ ...event, result: "released", onDiskBefore, onDiskAfter });
    },
  },
}));

/** It looks first and locks then: what it saw may be over by the time it acts. */
export const lockedAfterProbe: Lane = {
  ...whole,
  name: "locked-after-probe",
  async resume(request, seams) {
    const path = controlSocketPath(seams.cell.paths.socketDirectory, request.gardenId);
    const inspection = await inspectSocket(seams.world, path, 1000);
    seams.report({ type: "socket-inspected", dispatch: request.dispatch, ...inspection });
    return whole.resume(request, seams);
  },
};

/** A watch that saw nothing releases all the same. */
export const releasedOnTimeout: Lane = {
  ...whole,
  name: "released-on-timeout",
  async resume(request, seams) {
    const held: HeldLock[] = [];
    const acquire = async (gardenId: string) => {
      const result = await seams.lock.acquire(gardenId);
      if (result.kind === "acquired") held.push(result.lock);
      return result;
    };
    const outcome = await whole.resume(request, { ...seams, lock: { ...seams.lock, acquire } });
    const [lock] = held;
    if (lock && outcome.kind === "resumed" && outcome.watch.kind === "lock-retained") {
      await seams.lock.release(lock);
    }
    return outcome;
  },
};

/** The exit is listened for one effect after the start: what came in between is missed. */
export const listensLate = broken("listens-late", (seams) => ({
  async start(launch, workingDirectory) {
    const child = await seams.start(launch, workingDirectory);
    return deaf(child, seams.world);
  },
}));

async function deaf(child: Child, world: World): Promise<Child> {
  let over = false;
  void child.exited.then(() => {
    over = true;
  });
  await world.clock.sleep(2);
  return over ? { ...child, exited: new Promise(() => undefined) } : child;
}
