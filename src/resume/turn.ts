// How a resumed turn ended, for the owner of its outcome: asked of the resident itself, and read
// from the session once the resident is gone. A socket that came up says nothing about the turn.
import { dirname } from "node:path";
import type { Agent } from "../agents/agent.ts";
import type { TranscriptEntry, TurnOutcome } from "../evidence/event.ts";
import { createBell } from "../world/bell.ts";
import type { World } from "../world/world.ts";
import { ask, getInfo, readAssistantMessage } from "./control/client.ts";

export interface TurnQuestion {
  readonly socketPath: string;
  readonly sessionPath: string;
  /** The turn's own prompt: how it is found in the session. */
  readonly message: string;
  readonly parseLine: Agent["parseLine"];
  readonly connectMs: number;
  /** How often to ask when the directory of the session says nothing. */
  readonly pollMs: number;
  /** Bounds the whole wait, in milliseconds. */
  readonly timeoutMs: number;
}

type TurnWorld = Pick<World, "clock" | "files" | "sockets">;

/** Null while the turn may still come to its end. */
type Finding = TurnOutcome | null;

/**
 * Never throws for what the resident does. It takes the resident's first settled turn for the
 * one asked about, so it has to be asked before anybody sends another message.
 */
export async function awaitTurn(world: TurnWorld, question: TurnQuestion): Promise<TurnOutcome> {
  const { clock, files } = world;
  const deadlineMs = clock.monotonicMs() + question.timeoutMs;
  const bell = createBell(clock);
  const watch = files.watch(dirname(question.sessionPath), () => bell.ring());
  try {
    for (;;) {
      const found = await look(world, question);
      if (found) return found;
      const leftMs = deadlineMs - clock.monotonicMs();
      if (leftMs <= 0) {
        const because = `the turn did not settle within ${question.timeoutMs} ms`;
        return { kind: "not-observed", because };
      }
      await bell.wait(Math.min(leftMs, question.pollMs));
    }
  } finally {
    watch.close();
  }
}

async function look(world: TurnWorld, question: TurnQuestion): Promise<Finding> {
  const { socketPath, connectMs } = question;
  const answer = await getInfo(world.sockets, socketPath, connectMs);
  if (answer.kind === "info") {
    return answer.info.settledTurns === 0 ? null : readLastWord(world, question);
  }
  // Only these two say that nobody is there; silence may be a resident that is busy.
  const gone =
    answer.kind === "unreachable" && (answer.code === "ECONNREFUSED" || answer.code === "ENOENT");
  return gone ? readSession(world, question) : null;
}

async function readLastWord(world: TurnWorld, question: TurnQuestion): Promise<Finding> {
  const { socketPath, connectMs } = question;
  const answer = await ask(world.sockets, socketPath, { command: "get_message" }, connectMs);
  if (answer.kind !== "answered" || !answer.response.success) return null;
  const { data } = answer.response;
  const said = readAssistantMessage(data);
  if (said) return outcomeOf(said);
  if (data !== null) return { kind: "not-observed", because: `${socketPath} gave no message` };
  return { kind: "failed", stopReason: null, message: "the turn settled without a word" };
}

/** What a dead resident left: the last word after the turn's own prompt. */
async function readSession(
  { files }: TurnWorld,
  { sessionPath, message, parseLine }: TurnQuestion,
): Promise<TurnOutcome> {
  const text = await files.readText(sessionPath).catch(() => null);
  if (text === null) return { kind: "not-observed", because: `${sessionPath} cannot be read` };
  const entries = text.split("\n").flatMap((line) => {
    const parsed = line === "" ? null : parseLine(line);
    return parsed?.kind === "entry" ? [parsed.entry] : [];
  });
  const prompt = entries.findLastIndex((entry) => entry.role === "user" && entry.text === message);
  const after = prompt < 0 ? [] : entries.slice(prompt + 1);
  const next = after.findIndex((entry) => entry.role === "user");
  const last = after.slice(0, next < 0 ? undefined : next).findLast(isAssistant);
  if (last) return outcomeOf(last);
  const failure = "the resident ended before it had replied";
  return { kind: "failed", stopReason: null, message: failure };
}

const isAssistant = (entry: TranscriptEntry): boolean => entry.role === "assistant";

/** Of a session file, or as a resident says it. */
type LastWord = Pick<TranscriptEntry, "text" | "errorMessage"> & {
  readonly stopReason: string | null;
};

function outcomeOf({ text, stopReason, errorMessage }: LastWord): TurnOutcome {
  if (stopReason === "stop") return { kind: "replied", text, stopReason };
  return { kind: "failed", stopReason, message: errorMessage };
}
