// The first half of a cell: its directories, the proof that its identity is fresh, and the seed
// turn of a real one-shot agent that leaves a dormant session behind.
import { join } from "node:path";
import { eventsOf, firstOf } from "../evidence/evidence.ts";
import { recordPath } from "../formats/places.ts";
import { type RecordFields, recordVersion } from "../formats/record.ts";
import { stepsLine } from "../loopback/steps.ts";
import { timedOut, within } from "../world/within.ts";
import { resumeMessage } from "./asked.ts";
import { killNow } from "./ending/killing.ts";
import { recordToolsLeft } from "./ending/tools-left.ts";
import { recordErrorOutput } from "./error-output.ts";
import type { History, KilledTurn } from "./histories/history.ts";
import { recordHistory } from "./histories/recording.ts";
import { type DormantFile, ownPaths, readSessions, recordPrefix } from "./observe/session.ts";
import { seedPrompt } from "./prompts.ts";
import { childEnvironment } from "./seams.ts";
import type { Stage, StartedChild, WaitResult } from "./stage.ts";
import { cutTwinOff } from "./twin.ts";

export async function prepare(stage: Stage): Promise<WaitResult | string> {
  const { world, cell, context, model } = stage;
  const { paths } = cell;
  for (const directory of [
    paths.root,
    paths.workingDirectory,
    paths.agentDirectory,
    paths.sessionDirectory,
    paths.recordDirectory,
    paths.lockDirectory,
    paths.socketDirectory,
    paths.mailboxDirectory,
    paths.receiverDirectory,
    paths.temporaryDirectory,
  ]) {
    await world.files.makeDirectory(directory, 0o700);
  }
  for (const [name, content] of Object.entries(model.agentFiles)) {
    await world.files.writeText(join(paths.agentDirectory, name), content, 0o600);
  }
  const laneFiles = context.lane.surroundings?.agentFiles?.(cell) ?? {};
  for (const [name, content] of Object.entries(laneFiles)) {
    await world.files.writeText(join(paths.agentDirectory, name), content, 0o600);
  }
  const { agentSettings } = context.scenario;
  if (agentSettings) {
    const file = context.agent.settingsFile?.(agentSettings);
    if (!file) return `agent ${context.agent.name} takes no settings`;
    await world.files.writeText(join(paths.agentDirectory, file.name), file.text, 0o600);
  }
  return "met";
}

/** Runs the seed turn; null when it left no session that could be resumed. */
export async function seedSession(stage: Stage): Promise<DormantFile | null> {
  const session = await seedPhases(stage);
  if (session === null) await recordErrorOutput(stage, "seed");
  return session;
}

async function seedPhases(stage: Stage): Promise<DormantFile | null> {
  const { timeouts } = stage.cell;
  if (!(await stage.phase("identity", timeouts.identityMs, () => checkFresh(stage)))) return null;
  if (!(await stage.phase("seed", timeouts.seedMs, () => runSeed(stage)))) return null;
  const history = stage.context.history ?? null;
  const later = history?.later;
  if (later && !(await stage.phase("seed", timeouts.seedMs, () => runKilled(stage, later)))) {
    return null;
  }
  let session: DormantFile | null = null;
  await stage.phase("session", timeouts.identityMs, async () => {
    session = await findDormant(stage, history);
    return session ? "met" : "the seed left no session file of this garden id";
  });
  return session;
}

async function checkFresh(stage: Stage): Promise<WaitResult> {
  const { world, cell } = stage;
  const socket = await world.files.inspect(stage.socketPath);
  const lock = await world.files.inspect(stage.lockPath);
  stage.record({
    type: "identity-checked",
    gardenId: cell.gardenId,
    lock: lock.kind !== "missing",
    socket: socket.kind !== "missing",
    sessions: ownPaths(stage, await readSessions(stage)),
  });
  return "met";
}

async function runSeed(stage: Stage): Promise<WaitResult | string> {
  const { world, cell, context } = stage;
  const { nonces, timeouts } = cell;
  const steps = context.history?.steps;
  const words = seedPrompt(nonces);
  if (!cell.traits.mapsIdentity) await mintRecord(stage);
  const prompt = steps ? `${stepsLine(steps)}\n${words}` : words;
  const started = await startSeed(stage, prompt, cell.twin ? resumeMessage(stage) : undefined);
  if (!started.identity) return "the agent could not be started";
  const exit = await within(world.clock, timeouts.seedMs, started.handle.exited, context.signal);
  if (exit === timedOut) return context.signal.aborted ? "interrupted" : "timed-out";
  return exit.exitCode === 0 ? "met" : `the seed exited with ${exit.exitCode ?? exit.signal}`;
}

/** A later turn of the same session, in which the agent is killed. */
async function runKilled(stage: Stage, later: KilledTurn): Promise<WaitResult | string> {
  const { world, cell } = stage;
  const marks = ["one", "two"].map((name) => join(cell.paths.root, `tool-${name}`));
  const asked = eventsOf(stage, "model-requested").length;
  const started = await startSeed(stage, `${stepsLine(later.steps(marks))}\n${laterPrompt}`);
  if (!started.identity) return "the agent could not be started";
  const reached = async () => {
    if (later.killedIn === "stream") {
      const since = eventsOf(stage, "model-requested").slice(asked);
      return since.some(({ outcome }) => outcome === "hung");
    }
    const kinds = marks.slice(0, later.marks).map((path) => world.files.inspect(path));
    return (await Promise.all(kinds)).every(({ kind }) => kind === "file");
  };
  const deadlineMs = world.clock.monotonicMs() + cell.timeouts.seedMs;
  while (!(await reached())) {
    if (started.exited) return "the agent ended before it could be killed";
    if (stage.context.signal.aborted) return "interrupted";
    if (world.clock.monotonicMs() >= deadlineMs) return "timed-out";
    await world.clock.sleep(markPollMs, stage.context.signal);
  }
  if (!(await killNow(stage, started))) return "the agent could not be killed";
  await recordToolsLeft(stage, "seed-killed");
  return "met";
}

/** How often a tool's own mark is looked for, in milliseconds. */
const markPollMs = 20;

const laterPrompt = "A later turn of the automated check; nobody waits for its reply.";

/** `next` is what the same process goes on with. */
function startSeed(stage: Stage, prompt: string, next?: string): Promise<StartedChild> {
  const { cell, context } = stage;
  const { gardenId, target, paths } = cell;
  const { provider, model } = target;
  const title = `${cell.scenario} ${cell.lane}`.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const sessionName = `${gardenId}==${provider}/${model}--${title.join("-")}__entwurf`;
  const request = { gardenId, provider, model, sessionName, prompt, ...(next ? { next } : {}) };
  const own = context.lane.surroundings?.seedArguments?.(request);
  const seedArguments = own ?? context.agent.seedArguments(request);
  return stage.spawn({
    role: "seed",
    dispatch: null,
    arguments: [...context.agent.commandArguments, ...seedArguments],
    workingDirectory: paths.workingDirectory,
    environment: childEnvironment(stage),
    marker: null,
  });
}

async function mintRecord({ world, cell }: Stage): Promise<void> {
  const { gardenId, target, paths } = cell;
  const now = new Date(world.clock.wallMs()).toISOString();
  const record: RecordFields = {
    schemaVersion: recordVersion,
    gardenId,
    backend: "pi",
    nativeSessionId: gardenId,
    cwd: paths.workingDirectory,
    model: `${target.provider}/${target.model}`,
    transcriptPath: null,
    parentGardenId: null,
    isEntwurf: true,
    createdAt: now,
    recordUpdatedAt: now,
  };
  const text = `${JSON.stringify(record, null, 2)}\n`;
  await world.files.writeText(recordPath(paths.recordDirectory, gardenId), text, 0o600);
}

/** The record of a session whose id the agent chose: the only one there is, or none. */
async function mapIdentity(stage: Stage): Promise<void> {
  const { world, cell, context } = stage;
  const { gardenId, paths } = cell;
  const found = (await readSessions(stage)).filter(({ header }) => header !== null);
  const [session] = found;
  if (session === undefined || found.length > 1) return;
  const createdAt = new Date(world.clock.wallMs()).toISOString();
  const text = context.lane.surroundings?.recordText?.(cell, session, createdAt);
  if (text === undefined || !session.header) return;
  await world.files.writeText(recordPath(paths.recordDirectory, gardenId), text, 0o600);
  const { path, header } = session;
  stage.record({ type: "identity-mapped", gardenId, sessionId: header.id, path });
}

/** A flush may lag behind the exit, so the session is looked for until the phase is over. */
async function findDormant(stage: Stage, history: History | null): Promise<DormantFile | null> {
  const { world, cell, context } = stage;
  const deadlineMs = world.clock.monotonicMs() + cell.timeouts.identityMs;
  const look = async () => {
    if (cell.traits.mapsIdentity && !firstOf(stage, "identity-mapped")) await mapIdentity(stage);
    if (cell.twin) await cutTwinOff(stage);
    return readSessions(stage);
  };
  const isOver = () => world.clock.monotonicMs() >= deadlineMs || context.signal.aborted;
  let files = await look();
  while (ownPaths(stage, files).length === 0 && !isOver()) {
    await world.clock.sleep(cell.timeouts.pollMs, context.signal);
    files = await look();
  }
  stage.record({ type: "session-listed", moment: "after-seed", files });
  const [path] = ownPaths(stage, files);
  if (path === undefined) return null;
  if (history) await recordHistory(stage, history, path);
  const prefixBytes = await recordPrefix(stage, path, "before-resume");
  await stage.askSocket("before-resume");
  return { path, prefixBytes };
}
