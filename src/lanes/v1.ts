// The old way: a one-shot worker, without lock and without socket. Two of them on one session both
// report success and fork its transcript; that is the hazard this lane is here to show.
import type { DispatchOutcome, TranscriptEntry, TurnOutcome } from "../evidence/event.ts";
import { assertMessage } from "../formats/message.ts";
import { resolveAddressee } from "../resume/addressee.ts";
import { reject } from "../resume/decide.ts";
import { rejected } from "../resume/rejected.ts";
import { readSession } from "../resume/session-file.ts";
import { timedOut, within } from "../world/within.ts";
import type { World } from "../world/world.ts";
import { defineLane, type ResumeRequest, type Seams } from "./lane.ts";

export const v1 = defineLane({
  name: "v1",
  summary: "one-shot worker: no lock, no socket, exits when its turn is done",
  traits: { resident: false, locking: false },
  resume,
});

async function resume(request: ResumeRequest, seams: Seams): Promise<DispatchOutcome> {
  const { cell, agent, world } = seams;
  assertMessage(request.message);
  const addressee = await resolveAddressee(
    world,
    {
      records: cell.paths.recordDirectory,
      sessions: cell.paths.sessionDirectory,
      sockets: cell.paths.socketDirectory,
    },
    request.gardenId,
    agent.parseLine,
    (skipped) =>
      seams.report({
        type: "file-skipped",
        by: "subject",
        dispatch: request.dispatch,
        ...skipped,
      }),
  );
  if (addressee.kind !== "citizen" || addressee.session === null) {
    const because = addressee.kind === "citizen" ? addressee.flaw : "it is no resumable session";
    return rejected(reject("bad-target"), because);
  }
  const { path, cwd, provider, model } = addressee.session;
  const { bytes } = await world.files.inspect(path);
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
  const start = await child.started;
  if (start.kind === "failed") {
    const watch = { kind: "spawn-start-failed", error: start.message } as const;
    return { kind: "resumed", watch, lockDirty: null, turn: null };
  }
  const exit = await within(world.clock, cell.timeouts.assistantTurnMs, child.exited);
  if (exit === timedOut) {
    world.processes.signal(start.identity.pid, "SIGTERM");
    const killed = await within(world.clock, cell.timeouts.killGraceMs, child.exited);
    if (killed === timedOut) throw new Error(`worker ${start.identity.pid} does not end`);
    const because = `no exit within ${cell.timeouts.assistantTurnMs} ms; it was ended`;
    // Some releases of pi write down, when they are told to end, that the turn was aborted.
    const said = await readOutcome(world, path, bytes, agent.parseLine);
    const silent = said.kind === "failed" && said.stopReason === null;
    return exited(killed, silent ? { kind: "not-observed", because } : said);
  }
  const { header } = await readSession(world.files, path, agent.parseLine, gardenId);
  if (header?.id !== gardenId) {
    const because = `${path} is no longer the session ${gardenId}: the agent has begun another one`;
    return exited(exit, { kind: "failed", stopReason: null, message: because });
  }
  return exited(exit, await readOutcome(world, path, bytes, agent.parseLine));
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
  path: string,
  offset: number,
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
