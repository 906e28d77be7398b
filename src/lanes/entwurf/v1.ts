// Drives the package's v1 by whichever of its two functions it still has. It takes no lock and
// opens no socket; what it says of its turn is passed on as it says it.
import type { DispatchOutcome, TurnOutcome } from "../../evidence/event.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import { reject } from "../../resume/decide.ts";
import { rejected } from "../../resume/rejected.ts";
import { timedOut, within } from "../../world/within.ts";
import type { ResumeRequest, Seams } from "../lane.ts";
import type { Watched } from "./children.ts";
import type { LoadModule } from "./load.ts";
import type { AsyncModule, Completion, CoreModule } from "./upstream.ts";

export async function resumeV1(
  way: "async" | "sync",
  load: LoadModule,
  watched: Watched,
  request: ResumeRequest,
  seams: Seams,
): Promise<DispatchOutcome> {
  const { clock } = seams.world;
  const { assistantTurnMs, observeMs } = seams.cell.timeouts;
  const limitMs = assistantTurnMs + observeMs;
  const turn = way === "async" ? throughAsync(load, request) : throughSync(load, request);
  const said = await within(clock, limitMs, turn);
  if (said instanceof NoSuchSession) return refused(request, said);
  if (said === timedOut) {
    const because = `it reported no completion in ${limitMs} ms`;
    return exited({ kind: "not-observed", because }, watched);
  }
  return exited(said, watched);
}

/** The package says by its words alone that it found no such session. */
class NoSuchSession extends Error {}

/** It reads any word as an id; one that can be none owes an error, and not a decision. */
function refused({ gardenId }: ResumeRequest, error: NoSuchSession): DispatchOutcome {
  if (!isGardenId(gardenId)) throw error;
  return rejected(reject("bad-target"), error.message);
}

async function throughAsync(
  load: LoadModule,
  request: ResumeRequest,
): Promise<TurnOutcome | NoSuchSession> {
  const { spawnEntwurfResumeAsync, activeEntwurfs } = await load<AsyncModule>("entwurf-async");
  const { gardenId: sessionId, message: prompt } = request;
  const completed = Promise.withResolvers<Completion>();
  try {
    await spawnEntwurfResumeAsync(
      { sessionId, prompt },
      { appendActiveEntry() {}, deliverCompletion: completed.resolve },
    );
  } catch (error) {
    const { message } = error as Error;
    if (message.includes("session not found")) return new NoSuchSession(message);
    throw error;
  }
  const { details } = await completed.promise;
  const text = activeEntwurfs.get(sessionId)?.output ?? "";
  if (details.status === "completed") {
    return { kind: "replied", text, stopReason: details.stopReason ?? "stop" };
  }
  return {
    kind: "failed",
    stopReason: details.stopReason ?? null,
    message: details.error ?? (text || null),
  };
}

async function throughSync(
  load: LoadModule,
  request: ResumeRequest,
): Promise<TurnOutcome | NoSuchSession> {
  const { runEntwurfResumeSync } = await load<CoreModule>("entwurf-core");
  const result = await runEntwurfResumeSync(request.gardenId, request.message, {});
  const { exitCode, output, error, stopReason } = result;
  if (error === "session_not_found") return new NoSuchSession(output);
  if (exitCode === 0 && !error) {
    return { kind: "replied", text: output, stopReason: stopReason ?? "stop" };
  }
  return { kind: "failed", stopReason: stopReason ?? null, message: error ?? output };
}

function exited(turn: TurnOutcome, watched: Watched): DispatchOutcome {
  const failure = watched.startFailure();
  if (failure !== null) {
    const watch = { kind: "spawn-start-failed", error: failure } as const;
    return { kind: "resumed", watch, lockDirty: null, turn };
  }
  const { exitCode, signal } = watched.lastStatus();
  const watch = { kind: "child-exited", exitCode, signal } as const;
  return { kind: "resumed", watch, lockDirty: null, turn };
}
