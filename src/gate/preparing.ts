// The first half of a cell: its directories, the proof that its identity is fresh, and the seed
// turn of a real one-shot agent that leaves a dormant session behind.
import { join } from "node:path";
import type { SessionFile } from "../evidence/event.ts";
import { firstOf } from "../evidence/evidence.ts";
import { recordPath } from "../formats/places.ts";
import { type RecordFields, recordVersion } from "../formats/record.ts";
import { stepsLine } from "../loopback/steps.ts";
import { timedOut, within } from "../world/within.ts";
import { resumeMessage } from "./asked.ts";
import { recordErrorOutput } from "./error-output.ts";
import type { History } from "./histories/history.ts";
import { alterSession, earlyInMinute, runLaterTurns } from "./histories/making.ts";
import { placeOwn } from "./histories/own.ts";
import { recordHistory } from "./histories/recording.ts";
import { type DormantFile, ownPaths, readSessions, recordPrefix } from "./observe/session.ts";
import { seedPrompt } from "./prompts.ts";
import { makeSeed, startSeed } from "./seed-turn.ts";
import type { Stage, WaitResult } from "./stage.ts";
import { takeAwayLater } from "./toolbox/props.ts";
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
  const { agentSettings, directoryFiles } = context.scenario;
  for (const [name, content] of Object.entries(directoryFiles?.(context.agent) ?? {})) {
    const path = join(paths.workingDirectory, name);
    await world.files.writeText(path, content);
    // Here already: after a seed that fails nobody else comes to do it.
    takeAwayLater(stage, path);
  }
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
  const history = stage.context.history ?? null;
  if (!(await stage.phase("seed", timeouts.seedMs, () => runSeed(stage, history)))) return null;
  if (history && !(await makeHistory(stage, history))) return null;
  let session: DormantFile | null = null;
  await stage.phase("session", timeouts.identityMs, async () => {
    session = await findDormant(stage, history);
    return session ? "met" : noSession;
  });
  return session;
}

/** False when the session could not be made what it is to be. */
async function makeHistory(stage: Stage, history: History): Promise<boolean> {
  const { later, appended, edited, moved } = history;
  const { seedMs } = stage.cell.timeouts;
  if (later) {
    const timeoutMs = later.length * seedMs;
    if (!(await stage.phase("seed", timeoutMs, () => runLaterTurns(stage, later)))) return false;
  }
  if (!appended && !edited && !moved) return true;
  return stage.phase("seed", seedMs, async () => {
    const [path] = ownPaths(stage, await waitForSession(stage));
    return path === undefined ? noSession : alterSession(stage, history, path);
  });
}

const noSession = "the seed left no session file of this garden id";

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

async function runSeed(stage: Stage, history: History | null): Promise<WaitResult | string> {
  const { world, cell, context } = stage;
  const { nonces, timeouts } = cell;
  const steps = history?.steps;
  if (history?.file && !(await placeOwn(stage, history, history.file))) {
    return `agent ${context.agent.name} takes no session of another's`;
  }
  const words = seedPrompt(nonces);
  if (!cell.traits.mapsIdentity) await mintRecord(stage);
  if (cell.seed === "made") return (await makeSeed(stage, words)) ?? "met";
  if (context.history?.sameMinute) await earlyInMinute(stage);
  const started = await startSeed(stage, {
    prompt: steps ? `${stepsLine(steps)}\n${words}` : words,
    ...(cell.twin ? { next: resumeMessage(stage) } : {}),
  });
  if (!started.identity) return "the agent could not be started";
  const exit = await within(world.clock, timeouts.seedMs, started.handle.exited, context.signal);
  if (exit === timedOut) return context.signal.aborted ? "interrupted" : "timed-out";
  return exit.exitCode === 0 ? "met" : `the seed exited with ${exit.exitCode ?? exit.signal}`;
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

/** A flush may lag behind the exit, so the session is looked for until the time is over. */
async function waitForSession(stage: Stage): Promise<readonly SessionFile[]> {
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
  return files;
}

async function findDormant(stage: Stage, history: History | null): Promise<DormantFile | null> {
  const files = await waitForSession(stage);
  stage.record({ type: "session-listed", moment: "after-seed", files });
  const [path] = ownPaths(stage, files);
  if (path === undefined) return null;
  if (history && !history.file) await recordHistory(stage, history, path);
  const prefixBytes = await recordPrefix(stage, path, "before-resume");
  await stage.askSocket("before-resume");
  return { path, prefixBytes };
}
