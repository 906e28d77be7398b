// A dispatch in a process of its own: what really races for a lock, and what really can be killed
// while it holds one. Its events come over a file, with their own times, and survive its death.
import { join } from "node:path";
import type { DispatchOutcome } from "../../evidence/event.ts";
import { eventsOf } from "../../evidence/evidence.ts";
import type { Intent } from "../../formats/intent.ts";
import { messageOf } from "../../world/world.ts";
import { resumeMessage } from "../asked.ts";
import { lastWords } from "../error-output.ts";
import { type Follower, followFile } from "../observe/follower.ts";
import { scriptPath } from "../script.ts";
import { childEnvironment } from "../seams.ts";
import type { Stage, StartedChild } from "../stage.ts";
import { adopt } from "./adoption.ts";
import type { DispatcherRequest, ForeignEvent, Reference } from "./protocol.ts";
import { readForeignEvent } from "./read.ts";

export interface Dispatcher {
  readonly dispatch: number;
  readonly intent: Intent;
  readonly message: string;
  readonly startPath: string;
  /** Its own process. */
  readonly child: StartedChild;
  /** What its dispatch came back with; null until then, and for ever when it threw or died. */
  outcome(): DispatchOutcome | null;
  /** Its process has ended, and all that it wrote has been recorded. */
  isDone(): boolean;
}

export interface DispatcherOptions {
  /** Counts the dispatches of the cell from 1. */
  readonly dispatch: number;
  /** Default: the cell's own lane. */
  readonly lane?: Reference;
  /** Default: `owned-outcome`. */
  readonly intent?: Intent;
  /** Default: the message of the scenario. */
  readonly message?: string;
  /** Lives on after its dispatch came back, so that it can be killed then. */
  readonly stays?: true;
  /** Default: the cell's own garden id. */
  readonly gardenId?: string;
}

/** How long dispatchers may take to come up, in milliseconds; eight at once load a machine. */
const readyTimeoutMs = 60_000;

/**
 * Starts one process for each and resolves when all of them wait for their common start signal.
 * @throws Error when one does not come up: the scene cannot be set.
 */
export async function openDispatchers(
  stage: Stage,
  options: readonly DispatcherOptions[],
): Promise<readonly Dispatcher[]> {
  const startPath = join(stage.cell.paths.root, `dispatch-${options[0]?.dispatch}.start`);
  let ready = 0;
  const dispatchers: Dispatcher[] = [];
  for (const each of options) {
    dispatchers.push(await startDispatcher(stage, each, startPath, () => ready++));
  }
  const failed = () => dispatchers.some((dispatcher) => dispatcher.child.exited);
  const up = () => ready === options.length;
  const result = await stage.until(() => up() || failed(), readyTimeoutMs);
  if (!up()) throw new Error(`${ready} of ${options.length} dispatchers came up (${result})`);
  return dispatchers;
}

/** Lets dispatchers that were opened together go at once. */
export async function letGo(stage: Stage, dispatchers: readonly Dispatcher[]): Promise<void> {
  // Recorded here, so that it stands before everything that any of them causes.
  for (const { dispatch, intent, message } of dispatchers) {
    stage.record({ type: "dispatch-started", dispatch, intent, message });
  }
  const paths = new Set(dispatchers.map(({ startPath }) => startPath));
  for (const path of paths) await stage.world.files.writeText(path, "", 0o600);
}

async function startDispatcher(
  stage: Stage,
  options: DispatcherOptions,
  startPath: string,
  onReady: () => void,
): Promise<Dispatcher> {
  const { cell, world } = stage;
  const { dispatch, intent = "owned-outcome", message = resumeMessage(stage) } = options;
  const eventsPath = join(cell.paths.root, `dispatch-${dispatch}.events`);
  const requestPath = join(cell.paths.root, `dispatch-${dispatch}.json`);
  const asked = { dispatch, intent, message, eventsPath, startPath };
  const request = requestFor(stage, options, asked);
  await world.files.writeText(requestPath, JSON.stringify(request), 0o600);
  await world.files.writeText(eventsPath, "", 0o600);
  const child = await stage.spawn({
    role: "dispatcher",
    dispatch,
    marker: null,
    command: process.execPath,
    arguments: [scriptPath("dispatcher/main"), requestPath],
    workingDirectory: cell.paths.root,
    environment: childEnvironment(stage),
  });
  if (!child.identity) throw new Error(`dispatcher ${dispatch} could not be started`);
  let outcome: DispatchOutcome | null = null;
  const settled = Promise.withResolvers<void>();
  const follower = followFile(world, {
    path: eventsPath,
    fromOffset: 0,
    pollMs: cell.timeouts.pollMs,
    onLine({ text }) {
      if (text === "ready") onReady();
      else {
        const foreign = heard(stage, child, text);
        if (foreign !== null) adopt(stage, foreign, settled.promise);
        if (foreign?.event.type === "dispatch-returned") outcome = foreign.event.outcome;
      }
      stage.wake();
    },
  });
  stage.afterReap.push(follower.stop);
  let done = false;
  void settle(stage, child, follower, dispatch).then(() => {
    done = true;
    settled.resolve();
    stage.wake();
  });
  return {
    dispatch,
    intent,
    message,
    startPath,
    child,
    outcome: () => outcome,
    isDone: () => done,
  };
}

/** Null for a line that is no event: what it told is lost, so that nothing can be said of the cell. */
function heard(stage: Stage, { child }: StartedChild, line: string): ForeignEvent | null {
  try {
    return readForeignEvent(line);
  } catch (error) {
    const message = messageOf(error);
    if (!stage.ended) stage.record({ type: "gate-failed", where: "dispatcher", child, message });
    return null;
  }
}

type Asked = Pick<
  DispatcherRequest,
  "dispatch" | "intent" | "message" | "eventsPath" | "startPath"
>;

function requestFor(
  { cell, context }: Stage,
  { lane = context.lane, stays, gardenId = cell.gardenId }: DispatcherOptions,
  asked: Asked,
): DispatcherRequest {
  return {
    ...asked,
    cell,
    lane: reference(lane),
    scenario: reference(context.scenario),
    agent: context.agent.description,
    versions: context.versions,
    stays: stays ?? false,
    gardenId,
  };
}

const reference = ({ name, module }: Reference): Reference => ({
  name,
  ...(module === undefined ? {} : { module }),
});

/** Reads what is left of its events; a dispatcher that failed by itself makes the cell unknown. */
async function settle(
  stage: Stage,
  child: StartedChild,
  follower: Follower,
  dispatch: number,
): Promise<void> {
  const { exitCode } = await child.handle.exited;
  await follower.stop();
  // That is the subject's own doing, and for a claim to judge.
  const crashed = eventsOf(stage, "dispatcher-crashed").some(
    (event) => event.dispatch === dispatch,
  );
  if (exitCode === 0 || exitCode === null || crashed || stage.ended) return;
  const said = await stage.world.files.readText(child.errorPath).catch(() => "");
  const message = `exit code ${exitCode}: ${lastWords(stage, said, 500)}`;
  stage.record({ type: "gate-failed", where: "dispatcher", child: child.child, message });
}
