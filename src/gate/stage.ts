// What one running cell consists of: its recorder, its children, its model, and the ways to wait.
// The gate and the scenarios work through it; it records and never judges.
import type { Agent } from "../agents/agent.ts";
import type { Cell } from "../evidence/cell.ts";
import type {
  ChildRole,
  EvidenceEvent,
  Moment,
  Phase,
  ProcessIdentity,
} from "../evidence/event.ts";
import type { Versions } from "../evidence/evidence.ts";
import { createRecorder, type RecordEvent } from "../evidence/recorder.ts";
import type { Lane } from "../lanes/lane.ts";
import { askWho } from "../resume/control/client.ts";
import { controlSocketPath } from "../resume/liveness.ts";
import { lockPath } from "../resume/lock.ts";
import { readHolder } from "../resume/lock-file.ts";
import type { TrustPreflight } from "../resume/trust.ts";
import { createBell } from "../world/bell.ts";
import type { Child, SpawnRequest, World } from "../world/world.ts";
import type { CellModel, ModelSource } from "./models.ts";
import type { Scenario } from "./scenario.ts";

/** What a cell is run with; the same for all cells of a run but for lane, scenario and signal. */
export interface GateContext {
  readonly world: World;
  readonly agent: Agent;
  readonly models: ModelSource;
  readonly lane: Lane;
  readonly scenario: Scenario;
  trust(cell: Cell): TrustPreflight;
  /** The part of the user's environment that children may see. */
  readonly baseEnvironment: Readonly<Record<string, string>>;
  readonly versions: Versions;
  /** Told of each event as it is recorded. */
  onEvent?(event: EvidenceEvent): void;
  /** Aborts the cell: it stops waiting, reaps, and ends as interrupted. */
  readonly signal: AbortSignal;
}

export interface StartedChild {
  readonly child: number;
  readonly role: ChildRole;
  /** Null until it has started, and for ever when it could not. */
  identity: ProcessIdentity | null;
  exited: boolean;
  readonly outputPath: string;
  readonly errorPath: string;
  readonly handle: Child;
}

export type WaitResult = "met" | "timed-out" | "interrupted";

export interface SpawnOptions {
  readonly role: ChildRole;
  readonly dispatch: number | null;
  readonly command?: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly marker: string | null;
}

export interface AnnouncedChild {
  /** How it is to be started, with whatever the scenario altered. */
  readonly launch: SpawnRequest;
  attach(handle: Child): StartedChild;
}

export interface Stage {
  readonly cell: Cell;
  readonly context: GateContext;
  readonly world: World;
  readonly model: CellModel;
  readonly events: readonly EvidenceEvent[];
  /** All that were started; a scenario that starts one elsewhere adds it. */
  readonly children: StartedChild[];
  readonly socketPath: string;
  readonly lockPath: string;
  /** Which turn a model request is counted to. */
  turn: "seed" | "resume" | "follow-up" | "recovery";
  readonly record: RecordEvent;
  /** When the cell began, on the machine's monotonic clock, in milliseconds. */
  readonly beganMs: number;
  /** Waits for something that a recorded event makes true; looked at after every event. */
  until(condition: () => boolean, timeoutMs: number): Promise<WaitResult>;
  /** Done once every process is down, last in first: followers stopped, props taken away. */
  readonly afterReap: (() => Promise<unknown>)[];
  /** Everything is being brought down: from now on nothing is started. */
  closing: boolean;
  /** Dispatches that are no longer waited for, and may still be under way. */
  readonly abandoned: Promise<unknown>[];
  /** The cell is over: whatever still watches for it may stop. */
  ended: boolean;
  /** Ends the evidence: what comes later is no part of it. */
  end(): void;
  /** How long the scenario has held the lane up, in milliseconds; no bound on the lane counts it. */
  heldUpMs(): number;
  /** Does something of the scenario's own while the lane has to wait for it. */
  holdUp<T>(work: () => Promise<T>): Promise<T>;
  /** @throws Error once the cell is interrupted or brought down: nothing more may be started. */
  refuseWhenClosing(): void;
  /** Looks at what is waited for again, after something that is no event. */
  wake(): void;
  /** Brackets work with its events; false when it did not come to its end. */
  phase(
    phase: Phase,
    timeoutMs: number,
    work: () => Promise<WaitResult | string>,
  ): Promise<boolean>;
  spawn(options: SpawnOptions): Promise<StartedChild>;
  /** Records that a child is about to be started; whoever starts it says so with `attach`. */
  announce(options: SpawnOptions, lockOnDisk: string | null): AnnouncedChild;
  askSocket(moment: Moment): Promise<boolean>;
  checkProcess(moment: Moment, identity: ProcessIdentity): Promise<boolean>;
  /** The nonce in the lock file; null without one, "unreadable" for what is no lock. */
  nonceOnDisk(): Promise<string | null>;
}

/** The environment variable that every process of a cell carries. */
export const cellMarker = "RESUME_MATRIX_CELL";

/** How long the control socket may take to answer the gate, in milliseconds. */
const answerTimeoutMs = 5_000;

/** `firstChild` keeps the numbers of children apart where several processes start some. */
export function createStage(cell: Cell, context: GateContext, firstChild = 1): Stage {
  const { world } = context;
  const bell = createBell(world.clock);
  const recorder = createRecorder(world.clock, (event) => {
    context.onEvent?.(event);
    bell.ring();
  });
  context.signal.addEventListener("abort", () => bell.ring(), { once: true });
  const children: StartedChild[] = [];
  const { record } = recorder;
  const isOwn = ({ child }: StartedChild) => firstChild > 1 || child < 100;
  const heldUp = { totalMs: 0, sinceMs: null as number | null };
  const stage: Stage = {
    cell,
    context,
    world,
    model: context.models.open(cell, (request) =>
      record({ type: "model-requested", turn: stage.turn, ...request }),
    ),
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

    async until(condition, timeoutMs) {
      const deadlineMs = world.clock.monotonicMs() + timeoutMs;
      for (;;) {
        if (condition()) return "met";
        if (context.signal.aborted) return "interrupted";
        const leftMs = deadlineMs - world.clock.monotonicMs();
        if (leftMs <= 0) return "timed-out";
        await bell.wait(leftMs);
      }
    },

    async phase(phase, timeoutMs, work) {
      record({ type: "phase-started", phase, timeoutMs });
      const result = await work().catch((error: Error) => {
        record({ type: "gate-failed", where: phase, message: error.message });
        return error.message;
      });
      const outcome = isWaitResult(result) ? phaseOutcomes[result] : "failed";
      record({ type: "phase-ended", phase, outcome, because: outcome === "failed" ? result : "" });
      return outcome === "done";
    },

    heldUpMs() {
      const { totalMs, sinceMs } = heldUp;
      return totalMs + (sinceMs === null ? 0 : world.clock.monotonicMs() - sinceMs);
    },

    async holdUp(work) {
      heldUp.sinceMs ??= world.clock.monotonicMs();
      try {
        return await work();
      } finally {
        heldUp.totalMs = stage.heldUpMs();
        heldUp.sinceMs = null;
      }
    },

    refuseWhenClosing() {
      if (!stage.closing && !context.signal.aborted) return;
      throw new Error("the cell is being brought down: nothing more is started");
    },

    async spawn(requested) {
      const lockOnDisk = await stage.nonceOnDisk();
      stage.refuseWhenClosing();
      const { launch, attach } = stage.announce(requested, lockOnDisk);
      const started = attach(world.processes.spawn(launch));
      await follow(stage, started);
      return started;
    },

    announce(requested, lockOnDisk) {
      const child = firstChild + children.filter(isOwn).length;
      const { scenario } = context;
      const options = scenario.alterLaunch?.(requested, stage) ?? requested;
      const { role, dispatch, marker, workingDirectory } = options;
      record({
        type: "child-requested",
        ...{ child, role, dispatch, marker, workingDirectory },
        arguments: options.arguments,
        lockOnDisk,
      });
      const outputPath = `${cell.paths.root}/${child}-${role}.out`;
      const errorPath = `${cell.paths.root}/${child}-${role}.err`;
      const launch: SpawnRequest = {
        command: options.command ?? context.agent.command,
        arguments: options.arguments,
        workingDirectory,
        environment: { ...options.environment, [cellMarker]: cell.gardenId },
        outputPath,
        errorPath,
      };
      return {
        launch,
        attach(handle) {
          const paths = { outputPath, errorPath };
          const started: StartedChild = {
            ...{ child, role, ...paths, handle },
            identity: null,
            exited: false,
          };
          children.push(started);
          return started;
        },
      };
    },

    async askSocket(moment) {
      const path = stage.socketPath;
      const answer = await askWho(world.sockets, path, answerTimeoutMs);
      const event = { type: "socket-asked", moment, path } as const;
      if (answer.kind === "who") {
        const { sessionId, pid } = answer;
        record({ ...event, answer: { sessionId, pid }, failure: null });
        return true;
      }
      const failure = answer.kind === "unreachable" ? answer.code : answer.kind;
      record({ ...event, answer: null, failure });
      return false;
    },

    async checkProcess(moment, identity) {
      const found = await world.processes.identify(identity.pid);
      const alive = found?.startTime === identity.startTime;
      record({ type: "process-checked", moment, ...identity, alive });
      return alive;
    },

    async nonceOnDisk() {
      const found = await readHolder(world, stage.lockPath, cell.gardenId);
      if (found.kind === "absent") return null;
      return found.kind === "held" ? found.holder.nonce : "unreadable";
    },
  };
  return stage;
}

const phaseOutcomes = {
  met: "done",
  "timed-out": "timed-out",
  interrupted: "interrupted",
} as const;

function isWaitResult(result: string): result is WaitResult {
  return Object.hasOwn(phaseOutcomes, result);
}

/** Records the start before anybody can act on it, and the exit whenever it comes. */
export async function follow(stage: Stage, started: StartedChild): Promise<void> {
  const { child, role, handle } = started;
  const start = await handle.started;
  if (start.kind === "failed") {
    const { code, message } = start;
    stage.record({ type: "child-start-failed", child, code, message });
    return;
  }
  started.identity = start.identity;
  stage.record({ type: "child-started", child, role, ...start.identity });
  handle.exited.then((exit) => {
    started.exited = true;
    if (stage.ended) return;
    stage.record({ type: "child-exited", child, role, ...start.identity, ...exit });
  });
}
