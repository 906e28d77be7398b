// Watching turns come to their end: by what stands in the session file, what the agent says of
// itself, and whether its process still lives. It stops early when nothing more can come.

import type { EventOf, StopReason } from "../../evidence/event.ts";
import { eventsOf } from "../../evidence/evidence.ts";
import { followUpPrompt } from "../prompts.ts";
import { reportTurn } from "../reporting.ts";
import type { Stage, StartedChild } from "../stage.ts";
import { askOnce, isSilence } from "./control-socket.ts";
import { type Follower, followFile } from "./follower.ts";
import { comeToRest, leavingMs } from "./resting.ts";
import type { Session } from "./session.ts";

type Entry = EventOf<"session-entry">;

/** How long a resident may take to accept a message, in milliseconds. */
const acceptTimeoutMs = 10_000;

/** Which turn of a resumed child is watched, and the words it is known by. */
export interface ObservedTurn {
  readonly turn: "resume" | "recovery";
  readonly user: string;
  readonly reply: string;
}

/** The turn of the resume prompt, which a dispatch runs if nothing else was asked for. */
export const resumedTurn = ({ cell }: Stage): ObservedTurn => ({
  turn: "resume",
  user: cell.nonces.resumeUser,
  reply: cell.nonces.resumeReply,
});

/** The turn of a later dispatch that takes the session up again, with the follow-up's prompt. */
export const recoveryTurn = ({ cell }: Stage): ObservedTurn => ({
  turn: "recovery",
  user: cell.nonces.followUpUser,
  reply: cell.nonces.followUpReply,
});

/** Watches a resumed child's turn, by default the last one's, and asks the lane how it ended. */
export async function observeTurn(
  stage: Stage,
  session: Session,
  observed: ObservedTurn = resumedTurn(stage),
  child = lastResumed(stage),
): Promise<void> {
  const { timeouts } = stage.cell;
  if (!child) return;
  const settled = followSettled(stage, child);
  const userSeen = () => hasEntry(stage, "user", observed.user);
  await stage.phase("user-turn", timeouts.userTurnMs, async () => {
    const result = await stage.until(() => userSeen() || child.exited, timeouts.userTurnMs);
    await session.drain();
    if (result !== "met" || userSeen()) return result;
    return "the child exited without a new user turn";
  });
  await stage.phase("assistant-turn", timeouts.assistantTurnMs, async () => {
    const done = () => settled.count() >= 1 || child.exited;
    const over = () => done() || settled.isOver();
    const result = await stage.until(over, timeouts.assistantTurnMs);
    // One that leaves with its turn is given the time to; one that is there still has settled.
    if (!done()) await stage.until(done, leavingMs);
    await session.drain();
    recordSettled(stage, observed.turn, hasReply(stage, observed.reply), child, result);
    return result;
  });
  await settled.stop();
  await reportTurn(stage, child);
}

export interface Silence {
  /** What has to be seen before silence says anything. */
  from(): boolean;
  /** How long nothing must come, in milliseconds. */
  readonly silenceMs: number;
}

/** Waits for a turn that never ends: the silence is what is to be seen, and no time-out. */
export async function observeSilence(
  stage: Stage,
  session: Session,
  { from, silenceMs }: Silence,
): Promise<void> {
  const { userTurnMs, assistantTurnMs } = stage.cell.timeouts;
  const child = lastResumed(stage);
  if (!child) return;
  const settled = followSettled(stage, child);
  const done = () => settled.count() >= 1 || child.exited;
  await stage.phase("user-turn", userTurnMs, () => stage.until(() => from() || done(), userTurnMs));
  await stage.phase("assistant-turn", silenceMs + assistantTurnMs, async () => {
    const result = await stage.until(done, silenceMs);
    await session.drain();
    recordSettled(stage, "resume", hasReply(stage, stage.cell.nonces.resumeReply), child, result);
    return result === "timed-out" ? "met" : result;
  });
  await settled.stop();
  await reportTurn(stage, child, silenceMs);
  await checkStays(stage, child);
}

/** Is the resident there, and does it answer? Nothing is sent to it. */
export async function checkStays(stage: Stage, child = lastResumed(stage)): Promise<void> {
  if (!stage.cell.traits.resident || !child?.identity) return;
  await stage.checkProcess("after-turn", child.identity);
  await stage.askSocket("after-turn");
}

/** After the turn: does it live, does it answer, does it take another message and run it? */
export async function observeResidency(
  stage: Stage,
  session: Session,
  child = lastResumed(stage),
): Promise<void> {
  const { timeouts } = stage.cell;
  if (!child?.identity) return;
  const { identity } = child;
  await stage.phase("residency", timeouts.assistantTurnMs + acceptTimeoutMs, async () => {
    const alive = await stage.checkProcess("after-turn", identity);
    const answers = await stage.askSocket("after-turn");
    if (!alive || !answers) return "the child is gone, or does not answer";
    const result = await followUp(stage, child, session);
    await stage.checkProcess("after-follow-up", identity);
    await stage.askSocket("after-follow-up");
    return result;
  });
}

async function followUp(stage: Stage, child: StartedChild, session: Session) {
  const { nonces, timeouts } = stage.cell;
  stage.turn = "follow-up";
  if (!(await sendFollowUp(stage))) return "the second message was not accepted";
  const done = () => hasEndedAfter(stage, nonces.followUpUser) || child.exited;
  const failed = () => repliesTo(stage, nonces.followUpUser).length > 0;
  let result = await stage.until(() => done() || failed(), timeouts.assistantTurnMs);
  // What follows a failed attempt is another one, or an agent that has given up and is idle.
  if (result === "met" && !done()) result = await comeToRest(stage, child, done);
  await session.drain();
  recordSettled(stage, "follow-up", hasReply(stage, nonces.followUpReply), child, result);
  return result;
}

async function sendFollowUp(stage: Stage): Promise<boolean> {
  const { cell, world } = stage;
  const text = followUpPrompt(cell.nonces);
  const waited = stage.processor.wait(acceptTimeoutMs);
  const heard = await askOnce(
    world.sockets,
    stage.socketPath,
    {
      command: "send",
      message: text,
      mode: "follow_up",
      wants_reply: false,
      sender: {
        sessionId: cell.gardenId,
        agentId: "resume-matrix",
        cwd: cell.paths.workingDirectory,
        timestamp: new Date(world.clock.wallMs()).toISOString(),
      },
    },
    acceptTimeoutMs,
  );
  const accepted = heard.kind === "yes";
  const error = heard.kind === "nothing" ? heard.because : heard.kind === "no" ? heard.error : null;
  const nonce = cell.nonces.followUpUser;
  const wait = heard.kind === "nothing" && isSilence(heard.because) ? waited() : {};
  const sent = { moment: "after-turn", nonce, accepted, error, text } as const;
  stage.record({ type: "message-sent", ...sent, ...wait });
  return accepted;
}

/** An error may be retried and a tool call goes on; with one of these, nothing more comes. */
const finalStopReasons = new Set<StopReason | null>(["stop", "length", "aborted"]);

/** Whether the turn that this user entry began has an assistant's last word. */
export function hasEndedAfter(stage: Stage, userNonce: string): boolean {
  return repliesTo(stage, userNonce).some(({ stopReason }) => finalStopReasons.has(stopReason));
}

/** What an assistant has said since, failed attempts included. */
function repliesTo(stage: Stage, userNonce: string): readonly Entry[] {
  const entries = eventsOf(stage, "session-entry");
  const isTold = ({ role, toldAs }: Entry) => role === "user" || toldAs === "user";
  const user = entries.findLast((entry) => isTold(entry) && entry.text.includes(userNonce));
  if (!user) return [];
  return entries.filter((entry) => entry.index > user.index && entry.role === "assistant");
}

interface Settled {
  count(): number;
  /** Of an agent that never says that it is settled: a turn of it is over. */
  isOver(): boolean;
  stop(): Promise<void>;
}

/** Counts the turns that the agent itself says are settled, in its event output. */
function followSettled(stage: Stage, child: StartedChild): Settled {
  let count = 0;
  let over = false;
  const { isSettledLine, isTurnEndLine } = stage.context.agent;
  const follower: Follower = followFile(stage.world, {
    path: child.outputPath,
    fromOffset: 0,
    pollMs: stage.cell.timeouts.pollMs,
    onLine: (line) => {
      const isEnd = isTurnEndLine?.(line.text) === true;
      if (!isEnd && !isSettledLine(line.text)) return;
      if (isEnd) over = true;
      else count += 1;
      stage.wake();
    },
  });
  return {
    count: () => count,
    isOver: () => over,
    stop: async () => void (await follower.stop()),
  };
}

export function recordSettled(
  stage: Stage,
  turn: "resume" | "follow-up" | "recovery",
  replied: boolean,
  child: StartedChild,
  result: "met" | "timed-out" | "interrupted",
): void {
  const ended = child.exited ? "child-exited" : "terminal-reply";
  const because = replied ? "replied" : result === "met" ? ended : result;
  stage.record({ type: "turn-settled", turn, because });
}

export function hasEntry(stage: Stage, role: Entry["role"], nonce: string, times = 1): boolean {
  const found = eventsOf(stage, "session-entry").filter(
    (entry) => entry.role === role && entry.text.includes(nonce),
  );
  return found.length >= times;
}

/** A reply that was cut short, or broke off in an error, may hold the nonce too. */
function hasReply(stage: Stage, nonce: string): boolean {
  return eventsOf(stage, "session-entry").some(
    ({ role, text, stopReason }) =>
      role === "assistant" && text.includes(nonce) && stopReason === "stop",
  );
}

export function lastResumed(stage: Stage): StartedChild | undefined {
  return stage.children.findLast((child) => child.role === "resume" && child.identity !== null);
}
