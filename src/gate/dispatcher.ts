// A dispatch in a process of its own: what really races for a lock, and what really can be killed
// while it holds one. Its events come over a file, with their own times, and survive its death.
import { join } from "node:path";
import type { AgentDescription } from "../agents/agent.ts";
import type { Cell } from "../evidence/cell.ts";
import type { DispatchOutcome, EvidenceEvent } from "../evidence/event.ts";
import type { Versions } from "../evidence/evidence.ts";
import type { Intent } from "../resume/decide.ts";
import { follow } from "./follower.ts";
import { resumePrompt } from "./prompts.ts";
import { scriptPath } from "./script.ts";
import { childEnvironment } from "./seams.ts";
import type { Stage, StartedChild } from "./stage.ts";

/** All that the other process is told; plain data in a file of the cell. */
export interface DispatcherRequest {
  readonly cell: Cell;
  readonly lane: string;
  readonly scenario: string;
  readonly agent: AgentDescription;
  readonly versions: Versions;
  readonly environment: Readonly<Record<string, string>>;
  readonly dispatch: number;
  readonly intent: Intent;
  readonly message: string;
  readonly eventsPath: string;
  /** When this file appears the dispatch begins, so that several begin together. */
  readonly startPath: string;
  readonly firstChild: number;
}

/** One event with the time at which that process saw it, on the machine's monotonic clock. */
export interface ForeignEvent {
  readonly monotonicMs: number;
  readonly event: EvidenceEvent;
}

export interface Dispatcher {
  readonly dispatch: number;
  readonly process: StartedChild;
  /** Up and waiting for the start signal. */
  isReady(): boolean;
  outcome(): DispatchOutcome | null;
  /** It returned, threw, or died. */
  isDone(): boolean;
  /** Reads what is left of its events. */
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  readonly dispatch: number;
  readonly lane?: string;
  readonly intent?: Intent;
  readonly message?: string;
}

export async function startDispatcher(
  stage: Stage,
  { dispatch, lane, intent = "owned-outcome", message }: DispatcherOptions,
): Promise<Dispatcher> {
  const { cell, context } = stage;
  const eventsPath = join(cell.paths.root, `dispatch-${dispatch}.events`);
  const requestPath = join(cell.paths.root, `dispatch-${dispatch}.json`);
  const request: DispatcherRequest = {
    cell,
    lane: lane ?? cell.lane,
    scenario: cell.scenario,
    agent: context.agent.description,
    versions: context.versions,
    environment: childEnvironment(stage),
    dispatch,
    intent,
    message: message ?? resumePrompt(cell.nonces),
    eventsPath,
    startPath: startSignalPath(stage),
    firstChild: dispatch * 100,
  };
  await stage.world.files.writeText(requestPath, JSON.stringify(request), 0o600);
  await stage.world.files.writeText(eventsPath, "", 0o600);
  const process_ = await stage.spawn({
    role: "dispatcher",
    dispatch,
    command: process.execPath,
    arguments: [scriptPath("dispatcher/main"), requestPath],
    workingDirectory: cell.paths.root,
    environment: context.baseEnvironment,
    marker: null,
  });
  let ready = false;
  let finished = false;
  let outcome: DispatchOutcome | null = null;
  const follower = follow(stage.world, {
    path: eventsPath,
    fromOffset: 0,
    pollMs: cell.timeouts.pollMs,
    onLine({ text }) {
      if (text === "ready") ready = true;
      else {
        const { event, monotonicMs } = JSON.parse(text) as ForeignEvent;
        adopt(stage, event, monotonicMs);
        if (event.type === "dispatch-returned") outcome = event.outcome;
        if (event.type === "dispatch-returned" || event.type === "dispatch-threw") finished = true;
      }
      stage.wake();
    },
  });
  return {
    dispatch,
    process: process_,
    isReady: () => ready,
    outcome: () => outcome,
    isDone: () => finished || process_.exited,
    stop: async () => void (await follower.stop()),
  };
}

export function startSignalPath(stage: Stage): string {
  return join(stage.cell.paths.root, "dispatch.start");
}

/** Lets every dispatcher that is ready go at once. */
export async function giveStartSignal(stage: Stage): Promise<void> {
  await stage.world.files.writeText(startSignalPath(stage), "", 0o600);
}

/** A grandchild cannot be waited for; only its place in the process table tells of its end. */
const goneCheckMs = 20;

function adopt(stage: Stage, event: EvidenceEvent, monotonicMs: number): void {
  const { seq: _seq, atMs: _atMs, wallMs: _wallMs, ...body } = event;
  stage.record(body, monotonicMs);
  if (event.type === "child-started") {
    const { child, role, pid, startTime } = event;
    const request = stage.events.findLast(
      (other) => other.type === "child-requested" && other.child === child,
    );
    if (request) adoptChild(stage, { child, role, identity: { pid, startTime } });
  }
  if (event.type === "child-exited") {
    const known = stage.children.find((child) => child.child === event.child);
    if (known) known.exited = true;
  }
}

function adoptChild(
  stage: Stage,
  { child, role, identity }: Required<Pick<StartedChild, "child" | "role" | "identity">>,
): void {
  const base = `${stage.cell.paths.root}/${child}-${role}`;
  const adopted: StartedChild = {
    ...{ child, role, identity },
    exited: false,
    outputPath: `${base}.out`,
    errorPath: `${base}.err`,
    handle: {
      started: Promise.resolve(
        identity
          ? { kind: "started", identity }
          : { kind: "failed", code: "UNKNOWN", message: "never started" },
      ),
      exited: new Promise(() => undefined),
    },
  };
  stage.children.push(adopted);
  void watchForEnd(stage, adopted);
}

/** Its parent may be dead and unable to say that it exited. */
async function watchForEnd(stage: Stage, child: StartedChild): Promise<void> {
  const { processes, clock } = stage.world;
  while (!child.exited && child.identity && !stage.ended) {
    const found = await processes.identify(child.identity.pid);
    if (found?.startTime !== child.identity.startTime) {
      child.exited = true;
      stage.wake();
      return;
    }
    await clock.sleep(goneCheckMs);
  }
}
