// Makes a history out of the seed's session: later turns, the agent's own session code, the file.
import { dirname, join } from "node:path";
import { eventsOf } from "../../evidence/evidence.ts";
import { stepsLine } from "../../loopback/steps.ts";
import { timedOut, within } from "../../world/within.ts";
import { killNow } from "../ending/killing.ts";
import { recordToolsLeft } from "../ending/tools-left.ts";
import { lastWords } from "../error-output.ts";
import { childEnvironment } from "../seams.ts";
import { startSeed } from "../seed-turn.ts";
import type { Stage, StartedChild, WaitResult } from "../stage.ts";
import { startActor } from "../toolbox/actor.ts";
import type { History, Interruption, LaterTurn } from "./history.ts";

type Outcome = WaitResult | string;

/** The real turns that follow the seed's. */
export async function runLaterTurns(stage: Stage, turns: readonly LaterTurn[]): Promise<Outcome> {
  for (const turn of turns) {
    const outcome = await runTurn(stage, turn);
    if (outcome !== "met") return outcome;
  }
  return "met";
}

/** What no turn leaves behind: with session code, by hand, or beside the session. */
export async function alterSession(stage: Stage, history: History, path: string): Promise<Outcome> {
  const { files } = stage.world;
  if (history.appended) {
    const outcome = await append(stage, history, path);
    if (outcome !== "met") return outcome;
  }
  if (history.edited) await files.writeText(path, history.edited(await files.readText(path)));
  if (history.moved) await moveDirectory(stage);
  return "met";
}

const minuteMs = 60_000;

/** How much of a minute a seed and its resume may need, in milliseconds. */
const neededMs = 20_000;

/** Waits for the next minute of the wall clock where too little is left of this one. */
export async function earlyInMinute({ world: { clock }, context }: Stage): Promise<void> {
  const leftMs = minuteMs - (clock.wallMs() % minuteMs);
  if (leftMs < neededMs) await clock.sleep(leftMs, context.signal);
}

const laterPrompt = "A later turn of the automated check; nobody waits for its reply.";

async function runTurn(stage: Stage, turn: LaterTurn): Promise<Outcome> {
  const { cell } = stage;
  const { interrupted, attached } = turn;
  const marks = ["one", "two"].map((name) => join(cell.paths.root, `tool-${name}`));
  const asked = eventsOf(stage, "model-requested").length;
  const steps = turn.steps?.(marks);
  const model = turn.with?.(cell.target);
  const started = await startSeed(stage, {
    prompt: steps ? `${stepsLine(steps)}\n${laterPrompt}` : laterPrompt,
    aborts: interrupted?.by === "abort",
    ...(model ? { model } : {}),
    ...(attached ? { attached } : {}),
  });
  if (!started.identity) return "the agent could not be started";
  if (!interrupted || interrupted.by === "abort") return endOfTurn(stage, started);
  const paths = marks.slice(0, interrupted.marks);
  const reached = await awaitMoment(stage, started, () =>
    isReached(stage, interrupted, { paths, asked }),
  );
  return reached === "met" ? stop(stage, started, interrupted.by) : reached;
}

async function endOfTurn(stage: Stage, started: StartedChild): Promise<Outcome> {
  const { world, cell, context } = stage;
  const exit = await within(
    world.clock,
    cell.timeouts.seedMs,
    started.handle.exited,
    context.signal,
  );
  if (exit === timedOut) return context.signal.aborted ? "interrupted" : "timed-out";
  return exit.exitCode === 0 ? "met" : `a later turn exited with ${exit.exitCode ?? exit.signal}`;
}

interface Progress {
  /** Of the marks that have to be there. */
  readonly paths: readonly string[];
  /** How many requests there were before the turn. */
  readonly asked: number;
}

async function isReached(stage: Stage, { in: where }: Interruption, { paths, asked }: Progress) {
  if (where === "stream") {
    const since = eventsOf(stage, "model-requested").slice(asked);
    return since.some(({ outcome }) => outcome === "hung");
  }
  const kinds = await Promise.all(paths.map((path) => stage.world.files.inspect(path)));
  return kinds.every(({ kind }) => kind === "file");
}

/** How often a tool's own mark is looked for, in milliseconds. */
const markPollMs = 20;

async function awaitMoment(
  { world: { clock }, cell, context }: Stage,
  started: StartedChild,
  reached: () => Promise<boolean>,
): Promise<Outcome> {
  const deadlineMs = clock.monotonicMs() + cell.timeouts.seedMs;
  while (!(await reached())) {
    if (started.exited) return "the agent ended before it could be interrupted";
    if (context.signal.aborted) return "interrupted";
    if (clock.monotonicMs() >= deadlineMs) return "timed-out";
    await clock.sleep(markPollMs, context.signal);
  }
  return "met";
}

async function stop(stage: Stage, started: StartedChild, by: "SIGKILL" | "SIGTERM") {
  if (by === "SIGKILL") {
    if (!(await killNow(stage, started))) return "the agent could not be killed";
    await recordToolsLeft(stage, "seed-killed");
    return "met";
  }
  if (!started.identity) return "the agent could not be started";
  const { pid, startTime } = started.identity;
  const result = stage.world.processes.signal(pid, by);
  stage.record({ type: "signal-sent", pid, startTime, signal: by, by: "gate", result });
  return stage.until(() => started.exited, stage.cell.timeouts.seedMs);
}

async function append(stage: Stage, history: History, sessionPath: string): Promise<Outcome> {
  const { cell, context } = stage;
  const { provider, model, wireApi } = cell.target;
  const steps = history.appended?.({ recall: cell.nonces.recall }) ?? [];
  if (!context.agent.appendToSession) return `agent ${context.agent.name} has no session code`;
  const request = { sessionPath, provider, model, wireApi: wireApi ?? "", steps };
  const { command, arguments: given, input } = context.agent.appendToSession(request);
  const started = await stage.spawn({
    role: "actor",
    dispatch: null,
    command,
    arguments: given,
    workingDirectory: dirname(cell.paths.workingDirectory),
    environment: childEnvironment(stage),
    marker: null,
    input,
  });
  if (!started.identity) return "the agent's session code could not be started";
  const outcome = await endOfTurn(stage, started);
  if (outcome === "met" || outcome === "interrupted" || outcome === "timed-out") return outcome;
  const said = await stage.world.files.readText(started.errorPath);
  return `the agent's session code failed: ${lastWords(stage, said, 400)}`;
}

async function moveDirectory(stage: Stage): Promise<void> {
  const { workingDirectory } = stage.cell.paths;
  await stage.world.files.rename(workingDirectory, `${workingDirectory}-moved`);
  await startActor(stage, "link", workingDirectory);
}
