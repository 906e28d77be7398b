// The old way: a one-shot worker, without lock and without socket. Two of them on one session both
// report success and fork its transcript; that is the hazard this lane is here to show.
import type { DispatchOutcome, TranscriptEntry, TurnOutcome } from "../evidence/event.ts";
import { assertMessage } from "../formats/message.ts";
import { resolveAddressee } from "../resume/addressee.ts";
import { reject } from "../resume/decide.ts";
import { rejected } from "../resume/rejected.ts";
import { readSession } from "../resume/session-file.ts";
import { timedOut, within } from "../world/within.ts";
import type { Child, World } from "../world/world.ts";
import { defineLane, type ResumeRequest, type Seams } from "./lane.ts";

export const v1 = defineLane({
  name: "v1",
  summary: "one-shot worker: no lock, no socket, exits when its turn is done",
  traits: { resident: false, locking: false },
  resume,
});

async function resume(request: ResumeRequest, seams: Seams): Promise<DispatchOutcome> {
  assertMessage(request.message);
  const addressee = await findAddressee(request, seams);
  if (addressee.kind !== "citizen" || addressee.session === null) {
    const because = addressee.kind === "citizen" ? addressee.flaw : "it is no resumable session";
    return rejected(reject("bad-target"), because);
  }
  const { path, cwd, provider, model } = addressee.session;
  const { bytes } = await seams.world.files.inspect(path);
  const trust = await seams.trust(cwd);
  if (trust.kind === "denied") return rejected(reject("untrusted-fail-fast"), trust.because);
  const { gardenId, message: prompt } = request;
  const launch = {
    kind: "one-shot",
    gardenId,
    sessionPath: path,
    provider,
    model,
    prompt,
  } as const;
  const child = await seams.start({ ...launch, approve: trust.approve }, cwd);
  return observe(child, { gardenId, path, bytes }, seams);
}

function findAddressee({ gardenId, dispatch }: ResumeRequest, seams: Seams) {
  const { cell, agent, world } = seams;
  const { recordDirectory, sessionDirectory, socketDirectory } = cell.paths;
  return resolveAddressee(
    world,
    { records: recordDirectory, sessions: sessionDirectory, sockets: socketDirectory },
    gardenId,
    agent.parseLine,
    (skipped) => seams.report({ type: "file-skipped", by: "subject", dispatch, ...skipped }),
  );
}

/** The transcript that the worker writes to. */
interface Transcript {
  readonly gardenId: string;
  readonly path: string;
  /** Its size before the worker was started. */
  readonly bytes: number;
}

/** Follows the worker to its end, and tells what became of the turn. */
async function observe(
  child: Child,
  transcript: Transcript,
  seams: Seams,
): Promise<DispatchOutcome> {
  const { cell, world } = seams;
  const start = await child.started;
  if (start.kind === "failed") {
    const watch = { kind: "spawn-start-failed", error: start.message } as const;
    return { kind: "resumed", watch, lockDirty: null, turn: null };
  }
  const exit = await within(world.clock, cell.timeouts.assistantTurnMs, child.exited);
  if (exit === timedOut) return endOverdue(child, start.identity.pid, transcript, seams);
  return exited(exit, await turnOf(transcript, seams));
}

async function endOverdue(
  child: Child,
  pid: number,
  transcript: Transcript,
  { cell, agent, world }: Seams,
): Promise<DispatchOutcome> {
  const { assistantTurnMs, killGraceMs } = cell.timeouts;
  world.processes.signal(pid, "SIGTERM");
  const killed = await within(world.clock, killGraceMs, child.exited);
  if (killed === timedOut) throw new Error(`worker ${pid} does not end`);
  const because = `no exit within ${assistantTurnMs} ms; it was ended`;
  // Some releases of pi write down, when they are told to end, that the turn was aborted.
  const said = await readOutcome(world, transcript, agent.parseLine);
  const silent = said.kind === "failed" && said.stopReason === null;
  return exited(killed, silent ? { kind: "not-observed", because } : said);
}

/** What a worker that ended by itself has made of its turn. */
async function turnOf(transcript: Transcript, { agent, world }: Seams): Promise<TurnOutcome> {
  const { gardenId, path } = transcript;
  const { header } = await readSession(world.files, path, agent.parseLine, gardenId);
  if (header?.id === gardenId) return readOutcome(world, transcript, agent.parseLine);
  const because = `${path} is no longer the session ${gardenId}: the agent has begun another one`;
  return { kind: "failed", stopReason: null, message: because };
}

const exited = (
  exit: { exitCode: number | null; signal: string | null },
  turn: TurnOutcome,
): DispatchOutcome => ({
  kind: "resumed",
  watch: { kind: "child-exited", ...exit },
  lockDirty: null,
  turn,
});

/** The last word of the new turn; what the assistant said before it never counts. */
async function readOutcome(
  world: World,
  { path, bytes: offset }: Transcript,
  parseLine: Seams["agent"]["parseLine"],
): Promise<TurnOutcome> {
  const { bytes } = await world.files.inspect(path);
  // A file that shrank has nothing new, one that is gone is for the read to tell.
  const length = Math.max(0, bytes - offset);
  const appended = new TextDecoder().decode(await world.files.readBytes(path, offset, length));
  let last: TranscriptEntry | null = null;
  for (const line of appended.split("\n")) {
    const parsed = line === "" ? null : parseLine(line);
    if (parsed?.kind === "entry" && parsed.entry.role === "assistant") last = parsed.entry;
  }
  if (last === null) return { kind: "failed", stopReason: null, message: "no reply was written" };
  const { stopReason, text, errorMessage } = last;
  if (stopReason === "stop") return { kind: "replied", text, stopReason };
  return { kind: "failed", stopReason, message: errorMessage };
}
