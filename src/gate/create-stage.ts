// Makes the stage of one cell, and follows the children that are started on it.
import type { Cell } from "../evidence/cell.ts";
import { childName } from "../evidence/child.ts";
import { type EventBodies, unread } from "../evidence/event.ts";
import { createRecorder } from "../evidence/recorder.ts";
import { controlSocketPath, lockPath } from "../formats/places.ts";
import { type Bell, createBell } from "../world/bell.ts";
import { messageOf, type SpawnRequest, type World } from "../world/world.ts";
import type { ObservedRequest } from "./models.ts";
import { answerTimeoutMs, askWhoIsThere, isSilence } from "./observe/control-socket.ts";
import { readNonce } from "./observe/lock.ts";
import { watchProcessors } from "./observe/processor.ts";
import {
  cellMarker,
  type SpawnOptions,
  type Stage,
  type StageContext,
  type StartedChild,
  type WaitResult,
} from "./stage.ts";

/** `dispatch` is the one whose own process this is; null in the gate's. */
export function createStage(
  cell: Cell,
  context: StageContext,
  dispatch: number | null = null,
): Stage {
  const { world } = context;
  const bell = createBell(world.clock);
  const recorder = createRecorder(world.clock, (event) => {
    context.onEvent?.(event);
    bell.ring();
  });
  context.signal.addEventListener("abort", () => bell.ring(), { once: true });
  const children: StartedChild[] = [];
  const { record } = recorder;
  const stage: Stage = {
    cell,
    context,
    world,
    model: context.models.open(cell, (request) => {
      const turn = turnOf(stage, request);
      record({ type: "model-requested", turn, ...toldIn(turn, request) });
      const { refusedBy, wireApi } = request;
      if (refusedBy) record({ type: "model-refused", turn, wireApi, ...refusedBy });
    }),
    events: recorder.events,
    children,
    socketPath: controlSocketPath(cell.paths.socketDirectory, cell.gardenId),
    lockPath: lockPath(cell.paths.lockDirectory, cell.gardenId),
    turn: "seed",
    record,
    beganMs: recorder.startMs,
    afterReap: [],
    closing: false,
    abandoned: [],
    ended: false,
    end() {
      stage.ended = true;
      recorder.end();
    },
    wake: bell.ring,
    ...waiting(context, bell),
    processor: watchProcessors(world, cell.timeouts, () => stage.ended),
    phase: phases(() => stage),
    ...holdUps(world),
    ...launching(() => stage),
    announce: announcing(() => stage, dispatch),
    ...looks(() => stage),
  };
  return stage;
}

type RequestTurn = EventBodies["model-requested"]["turn"];

/** While the seed's process runs, the resumed turn's words are its twin's. */
function turnOf({ turn, cell }: Stage, { lastUserText }: ObservedRequest): RequestTurn {
  const isTwins = turn === "seed" && cell.twin && lastUserText.includes(cell.nonces.resumeUser);
  return isTwins ? "twin" : turn;
}

/** What a request said in full is kept of the turns that take the session up, where it is compared. */
function toldIn(turn: RequestTurn, request: ObservedRequest): ObservedRequest {
  if (turn === "twin" || turn === "resume" || turn === "recovery") return request;
  const { values: _, ...rest } = request;
  return rest;
}

/** Waiting for an event, and for the end of the whole cell. */
function waiting({ world, signal }: StageContext, bell: Bell): Pick<Stage, "until"> {
  return {
    async until(condition, timeoutMs) {
      const deadlineMs = world.clock.monotonicMs() + timeoutMs;
      for (;;) {
        if (condition()) return "met";
        if (signal.aborted) return "interrupted";
        const leftMs = deadlineMs - world.clock.monotonicMs();
        if (leftMs <= 0) return "timed-out";
        await bell.wait(leftMs);
      }
    },
  };
}

function phases(of: () => Stage): Stage["phase"] {
  return async (phase, timeoutMs, work) => {
    const { record, processor } = of();
    record({ type: "phase-started", phase, timeoutMs });
    const waited = processor.wait(0);
    let outcome: EventBodies["phase-ended"]["outcome"] = "failed";
    let because = "";
    try {
      const result = await work();
      if (isWaitResult(result)) outcome = phaseOutcomes[result];
      else because = result;
    } catch (error) {
      because = messageOf(error);
      record({ type: "gate-failed", where: phase, message: because });
    }
    const wait = outcome === "timed-out" ? waited() : {};
    record({ type: "phase-ended", phase, outcome, because, ...wait });
    return outcome === "done";
  };
}

/** How long the scenario keeps the lane waiting, one hold-up after the other. */
function holdUps({ clock }: World): Pick<Stage, "heldUpMs" | "holdUp"> {
  let totalMs = 0;
  let sinceMs: number | null = null;
  const heldUpMs = () => totalMs + (sinceMs === null ? 0 : clock.monotonicMs() - sinceMs);
  return {
    heldUpMs,
    async holdUp(work) {
      sinceMs ??= clock.monotonicMs();
      try {
        return await work();
      } finally {
        totalMs = heldUpMs();
        sinceMs = null;
      }
    },
  };
}

/** Starts children; each is recorded before it exists. */
function launching(of: () => Stage): Pick<Stage, "refuseWhenClosing" | "spawn"> {
  return {
    refuseWhenClosing() {
      const stage = of();
      if (!stage.closing && !stage.context.signal.aborted) return;
      throw new Error("the cell is being brought down: nothing more is started");
    },

    async spawn(requested) {
      const stage = of();
      const lockOnDisk = await stage.nonceOnDisk();
      stage.refuseWhenClosing();
      const { launch, attach } = stage.announce(requested, lockOnDisk);
      const started = attach(stage.world.processes.spawn(launch));
      await followChild(stage, started);
      return started;
    },
  };
}

/** Records the child, with the lock as it was seen just before, and says how to start it. */
function announcing(of: () => Stage, dispatch: number | null): Stage["announce"] {
  const isOwn = ({ child }: StartedChild) => child.dispatch === dispatch;
  return (requested, lockOnDisk) => {
    const stage = of();
    const { cell, context, children, record } = stage;
    const child = { dispatch, n: children.filter(isOwn).length + 1 };
    const { scenario } = context;
    const options = scenario.alterLaunch?.(requested, stage) ?? requested;
    const { role, marker, workingDirectory } = options;
    record({
      type: "child-requested",
      child,
      role,
      dispatch: options.dispatch,
      marker,
      workingDirectory,
      arguments: options.arguments,
      ...(isAgent(role) ? { asked: context.agent.readInvocation(options.arguments) } : {}),
      lockOnDisk,
    });
    const base = `${cell.paths.root}/${childName(child)}-${role}`;
    const outputPath = `${base}.out`;
    const errorPath = `${base}.err`;
    const launch: SpawnRequest = {
      command: options.command ?? context.agent.command,
      arguments: options.arguments,
      workingDirectory,
      environment: { ...options.environment, [cellMarker]: cell.gardenId },
      outputPath,
      errorPath,
      ...(options.input === undefined ? {} : { input: options.input }),
    };
    return {
      launch,
      attach(handle) {
        const paths = { outputPath, errorPath };
        const started: StartedChild = {
          child,
          role,
          ...paths,
          handle,
          identity: null,
          exited: false,
        };
        children.push(started);
        return started;
      },
    };
  };
}

/** What the gate sees by itself; a look never changes what it sees. */
function looks(of: () => Stage): Pick<Stage, "askSocket" | "checkProcess" | "nonceOnDisk"> {
  return {
    async askSocket(moment) {
      const stage = of();
      const { world, cell, record } = stage;
      const path = stage.socketPath;
      const limitMs = Math.max(answerTimeoutMs, cell.timeouts.identityMs);
      const waited = stage.processor.wait(limitMs);
      const found = await askWhoIsThere(world.sockets, path, limitMs);
      const wait = isSilence(found.failure) ? waited() : {};
      record({ type: "socket-asked", moment, path, ...found, ...wait });
      return found.answer !== null;
    },

    async checkProcess(moment, identity) {
      const { world, record } = of();
      const found = await world.processes.identify(identity.pid);
      const alive = found?.startTime === identity.startTime;
      record({ type: "process-checked", moment, ...identity, alive });
      return alive;
    },

    async nonceOnDisk() {
      const stage = of();
      const { cell, world, record } = stage;
      try {
        return await readNonce(world.files, stage.lockPath, cell.gardenId);
      } catch (error) {
        record({ type: "gate-failed", where: "lock-look", message: messageOf(error) });
        return unread;
      }
    },
  };
}

const isAgent = (role: SpawnOptions["role"]) => role === "seed" || role === "resume";

const phaseOutcomes = {
  met: "done",
  "timed-out": "timed-out",
  interrupted: "interrupted",
} as const;

function isWaitResult(result: string): result is WaitResult {
  return Object.hasOwn(phaseOutcomes, result);
}

/** Records the start before anybody can act on it, and the exit whenever it comes. */
export async function followChild(stage: Stage, started: StartedChild): Promise<void> {
  const { child, role, handle } = started;
  const start = await handle.started;
  if (start.kind === "failed") {
    const { code, message } = start;
    stage.record({ type: "child-start-failed", child, code, message });
    return;
  }
  started.identity = start.identity;
  stage.record({ type: "child-started", child, role, ...start.identity });
  stage.processor.follow(started);
  handle.exited.then((exit) => {
    started.exited = true;
    if (stage.ended) return;
    stage.record({ type: "child-exited", child, role, ...start.identity, ...exit });
  });
}
