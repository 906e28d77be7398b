// A session served on its control socket, from its start until the process ends. It stays after
// the launch turn only if the environment names exactly this session, and it never leaves its
// socket behind.
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Info } from "../../formats/control-protocol.ts";
import { isGardenId } from "../../formats/garden-id.ts";
import { answerLine } from "./answer.ts";
import { claimSocket } from "./claim.ts";
import { type Conversation, createConversation, type Host } from "./conversation.ts";
import { endOnSignal } from "./ending.ts";
import { lookForGrowth } from "./grown.ts";
import { nameKeeper } from "./name.ts";
import { serveLines } from "./serve.ts";
import type { ServedSession } from "./session.ts";
import { refuseOtherSession } from "./session-check.ts";

export interface Resident {
  readonly conversation: Conversation;
  /** Puts the session's name back where something else in the process has taken it. */
  keepName(): void;
  /** Returns when the session may be torn down: for a resident, when it was told to end. */
  shutdown(reason: string): Promise<void>;
}

export interface ResidentOptions {
  /** Where control sockets live. */
  readonly controlDirectory: string | undefined;
  /** The one session that is allowed to stay after its turn. */
  readonly marker: string | undefined;
  /** The one file that it may go on with; any where nothing is said. */
  readonly sessionFile: string | undefined;
  note(text: string): void;
}

/** A running turn that was told to stop gets this long to do so. */
const abortLimitMs = 1000;
/** Clients that wait for an answer get this long to be given the bad news. */
const farewellMs = 200;

/** Throws, with nothing left behind, where the session cannot be served. */
export async function startResident(
  session: ServedSession,
  options: ResidentOptions,
): Promise<Resident> {
  const { id: sessionId, host, unattended } = session;
  refuseOtherSession(
    { id: sessionId, file: session.file },
    { id: options.marker, file: options.sessionFile },
  );
  const path = socketPath(sessionId, options);
  const stays = unattended && isAuthorised(sessionId, options);
  const conversation = createConversation(host, stays);
  const info = describeSession(session, conversation, stays);
  const server = createServer({ allowHalfOpen: true });
  const lines = serveLines(server, (line) => answerLine(line, conversation, info));
  const keepName = nameKeeper(session, options);
  const claim = await claimUngrown(session, server, path);
  const { ended, finish } = ending(host, conversation, { keepName, claim, lines });
  if (unattended) endOnSignal((signal) => finish(`the session was ended by ${signal}`));

  return {
    conversation,
    keepName,
    async shutdown(reason) {
      if (!stays || reason !== "quit") return finish("the session ended with its turn");
      if (conversation.settledTurns === 0) {
        const why =
          "its launch turn never settled (it did not run, or the agent is too old to say so: pi before 0.80.4)";
        options.note(`${sessionId} does not stay: ${why}`);
        return finish(`the session ended: ${why}`);
      }
      conversation.open();
      return ended;
    },
  };
}

function describeSession(
  session: ServedSession,
  conversation: Conversation,
  stays: boolean,
): () => Info {
  return () => ({
    sessionId: session.id,
    pid: process.pid,
    cwd: session.workingDirectory,
    model: session.model(),
    idle: conversation.isIdle(),
    settledTurns: conversation.settledTurns,
    resident: stays,
  });
}

type Claim = Awaited<ReturnType<typeof claimSocket>>;

/** Takes the socket, and gives it up again where somebody wrote to the session meanwhile. */
async function claimUngrown(session: ServedSession, server: Server, path: string): Promise<Claim> {
  const read = refuseGrown(session);
  const claim = await claimSocket(server, path);
  // Also reached by an uncaught exception and by any process.exit.
  process.on("exit", claim.release);
  try {
    refuseGrown(session, read);
  } catch (error) {
    claim.release();
    server.close();
    throw error;
  }
  return claim;
}

/** What the end of the session lets go of. */
interface Held {
  keepName(): void;
  readonly claim: Claim;
  readonly lines: ReturnType<typeof serveLines>;
}

/** The session ends once, no matter who asks for it, and for the first reason given. */
function ending(host: Host, conversation: Conversation, { keepName, claim, lines }: Held) {
  const ended = Promise.withResolvers<void>();
  let finishing: Promise<void> | undefined;
  const bringDown = async (because: string) => {
    conversation.end(because);
    // A process that resumed the session before the last word is written would fork it.
    await stopTurn(host);
    keepName();
    claim.release();
    await lines.close(farewellMs);
    ended.resolve();
  };
  const finish = (because: string) => {
    finishing ??= bringDown(because);
    return finishing;
  };
  return { ended: ended.promise, finish };
}

/**
 * Asked before the socket is there, so that nobody takes it for a sign of life, and once it keeps
 * others out: whoever wrote in between is seen then. Returns how far it has looked.
 */
function refuseGrown(session: ServedSession, fromByte = 0): number {
  const { file: path } = session;
  if (path === undefined) return 0;
  const { growth, end } = lookForGrowth(path, (id) => session.knows(id), fromByte);
  if (growth === null) return end;
  throw new Error(
    `${path} has grown since it was read: another process wrote ${growth}; resume the session again`,
  );
}

function socketPath(sessionId: string, { controlDirectory }: ResidentOptions): string {
  if (!isGardenId(sessionId)) {
    throw new Error(
      `session id ${sessionId} is not a garden id (YYYYMMDDTHHMMSS-xxxxxx): start the session with a garden id as its id`,
    );
  }
  if (!controlDirectory) {
    throw new Error("RESUME_MATRIX_CONTROL_DIR is not set: name the directory for control sockets");
  }
  return join(controlDirectory, `${sessionId}.sock`);
}

function isAuthorised(sessionId: string, { marker, note }: ResidentOptions): boolean {
  if (marker === sessionId) return true;
  const why = marker ? `names another session, ${marker}` : "is not set";
  note(`RESUME_MATRIX_RESIDENT_SESSION_ID ${why}: ${sessionId} is served for this turn only`);
  return false;
}

/** Ends a running turn, so that the tools it started do not outlive the process. */
async function stopTurn(host: Host): Promise<void> {
  if (host.isIdle()) return;
  host.abort();
  const deadline = Date.now() + abortLimitMs;
  while (!host.isIdle() && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
