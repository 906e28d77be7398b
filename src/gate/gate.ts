// One cell from nothing to nothing: seed a session, let it go dormant, resume it through a lane,
// see the turn, reap. It records and never judges, and never throws for what the world did.
import type { Cell } from "../evidence/cell.ts";
import type { EvidenceEvent } from "../evidence/event.ts";
import { type Evidence, lastOf } from "../evidence/evidence.ts";
import { boundReached } from "../world/time-is-up.ts";
import { timedOut, within } from "../world/within.ts";
import { messageOf } from "../world/world.ts";
import { createStage } from "./create-stage.ts";
import { reap } from "./ending/reaper.ts";
import { sweep } from "./ending/sweep.ts";
import { resumeRefused } from "./histories/refused.ts";
import { takeCensus } from "./observe/census.ts";
import { recordHeld } from "./observe/held.ts";
import {
  type DormantFile,
  followSession,
  listSessions,
  recordPrefix,
  type Session,
} from "./observe/session.ts";
import { prepare, seedSession } from "./preparing.ts";
import { resumeAndObserve } from "./resuming.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage, StageContext } from "./stage.ts";
import { lookAsSubject } from "./subject-look.ts";

/** What a cell is run with: what its stage is made with, and all of its scenario. */
export interface GateContext extends StageContext {
  readonly scenario: Scenario;
}

export async function runGate(cell: Cell, context: GateContext): Promise<Evidence> {
  const stage = createStage(cell, context);
  let session: DormantFile | null = null;
  try {
    session = await makeDormant(stage);
    if (session) await runScenario(stage, context.scenario, session);
  } catch (error) {
    stage.record({ type: "gate-failed", where: "gate", message: messageOf(error) });
  }
  await finish(stage, session);
  const because = boundReached(context.signal);
  const why = because === null ? {} : { because };
  stage.record({ type: "cell-ended", interrupted: context.signal.aborted, ...why });
  stage.end();
  return { cell, versions: context.versions, events: stage.events as readonly EvidenceEvent[] };
}

/** Null when the cell cannot go on: there is no dormant session to resume. */
async function makeDormant(stage: Stage): Promise<DormantFile | null> {
  if (!(await stage.phase("prepare", stage.cell.timeouts.identityMs, () => prepare(stage)))) {
    return null;
  }
  return seedSession(stage);
}

async function runScenario(stage: Stage, scenario: Scenario, file: DormantFile): Promise<void> {
  const follower = followSession(stage, file.path);
  const session: Session = { ...file, drain: follower.drain };
  try {
    await session.drain();
    stage.turn = "resume";
    if (scenario.arrange) {
      await scenario.arrange(stage, session);
      // What it has added to the session is a part of the scene, and no turn of the resume's.
      await session.drain();
      await listSessions(stage, "before-resume");
    }
    await lookAsSubject(stage, "before-resume");
    await recordHeld(stage, file.path);
    if (stage.cell.history?.fate === "refused") await resumeRefused(stage, session);
    else if (scenario.act) await scenario.act(stage, session);
    else await resumeAndObserve(stage, session);
  } finally {
    await follower.stop();
  }
}

/** Far above what its own bounds come to: those on one death, on each answer, on the lane. */
const reapTimeoutMs = 60_000;

/** How long a dispatch that nobody waits for may take to end once its child is down. */
const abandonedTimeoutMs = 5_000;

/** Runs whatever came before: nothing a cell started may outlive it. */
async function finish(stage: Stage, session: DormantFile | null): Promise<void> {
  const { clock } = stage.world;
  const timeoutMs = stage.cell.timeouts.killGraceMs + reapTimeoutMs;
  stage.closing = true;
  await stage.phase("reap", timeoutMs, async () => {
    const result = await within(clock, timeoutMs, bringDown(stage, session));
    return result === timedOut ? "timed-out" : "met";
  });
  stage.model.close();
}

async function bringDown(stage: Stage, session: DormantFile | null): Promise<void> {
  const { clock } = stage.world;
  const step = stepOf(stage);
  await step(() => reap(stage));
  if (stage.abandoned.length > 0) {
    // With its child down it gives its lock back; what it started meanwhile goes as well.
    await within(clock, abandonedTimeoutMs, Promise.allSettled(stage.abandoned));
    await step(() => reap(stage));
  }
  await step(() => sweep(stage));
  for (const work of stage.afterReap.toReversed()) await step(work);
  await step(() => stage.askSocket("after-reap"));
  if (session) await step(() => lookAgain(stage, session));
  await step(() => takeCensus(stage));
}

/** One step that fails must not keep the next from being taken: the census above all. */
function stepOf({ record }: Stage): (work: () => Promise<unknown>) => Promise<void> {
  return async (work) => {
    try {
      await work();
    } catch (error) {
      record({ type: "gate-failed", where: "reap", message: messageOf(error) });
    }
  };
}

async function lookAgain(stage: Stage, session: DormantFile): Promise<void> {
  // A scenario may have read it again, after a change that belongs to its scene.
  const bytes = lastOf(stage, "session-prefix")?.bytes ?? session.prefixBytes;
  await recordPrefix(stage, session.path, "after-reap", bytes);
  await listSessions(stage, "after-reap");
  await lookAsSubject(stage, "after-reap");
}
