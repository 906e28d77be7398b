// The message that a process was launched with: read off the pipe it inherited, whole or not at all,
// and then said to the session as any message that comes over its socket. The agent's own command
// line only holds the command that starts it, so no text can be taken for an option or a file.
import { Socket } from "node:net";
import type { ExtensionAPI, ExtensionCommandContext } from "@earendil-works/pi-coding-agent";
import { parseLaunchMessage } from "../../../formats/message.ts";
import type { Conversation } from "../../../resume/resident/conversation.ts";
import { note } from "../../../resume/resident/note.ts";

const flag = "launch-message";
const command = "launch-message";

/** A dispatcher writes as soon as its child is there; one that stands still gets this long. */
const receiveLimitMs = 30_000;
/** Between two of its own attempts an old pi says nothing; this long it may wait. */
const nextAttemptLimitMs = 10_000;
const attemptPollMs = 25;

type Context = Pick<ExtensionCommandContext, "waitForIdle" | "isIdle">;

export interface Launch {
  /**
   * Reads the message, if the process was launched with one.
   * @throws Error for a message that did not arrive whole, or that cannot be run.
   */
  receive(): Promise<void>;
}

/** Registers the flag that names the descriptor, and the command that runs what came over it. */
export function registerLaunch(
  pi: ExtensionAPI,
  conversation: () => Conversation | undefined,
): Launch {
  let message: string | null = null;
  pi.registerFlag(flag, {
    type: "string",
    description: "Descriptor from which the message for this session is read",
  });
  pi.registerCommand(command, {
    description: "Run the message that this process was launched with",
    async handler(_words, context) {
      const taken = message;
      message = null;
      const failure = await runLaunch(conversation(), taken, context);
      if (failure === null) return;
      note(`the message was not run: ${failure}`);
      process.exitCode = 1;
    },
  });
  return {
    async receive() {
      const descriptor = pi.getFlag(flag);
      if (typeof descriptor !== "string") return;
      message = parseLaunchMessage(await readToEnd(Number(descriptor)));
    },
  };
}

/** Without waiting in the system: a process that is told to end must hear it. */
function readToEnd(descriptor: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`no message came over descriptor ${descriptor} (${why}): nothing is run`));
    let pipe: Socket;
    try {
      pipe = new Socket({ fd: descriptor, readable: true, writable: false });
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    }
    let received = "";
    const timer = setTimeout(() => {
      pipe.destroy();
      fail(`not whole within ${receiveLimitMs} ms`);
    }, receiveLimitMs);
    pipe.setEncoding("utf8");
    pipe.on("data", (chunk: string) => {
      received += chunk;
    });
    pipe.on("error", (error) => fail(error.message));
    pipe.on("close", () => {
      clearTimeout(timer);
      resolve(received);
    });
    pipe.on("end", () => pipe.destroy());
  });
}

/** Runs the message and waits until its turn is over; why it did not run, or null when it did. */
async function runLaunch(
  conversation: Conversation | undefined,
  message: string | null,
  context: Context,
): Promise<string | null> {
  if (!conversation || message === null) return "none came with the launch";
  const started = await conversation.launch(message).accepted;
  if (started.kind === "failed") return started.error;
  await context.waitForIdle();
  // Older than 0.80.4: it waits for one attempt, and may make another by itself.
  while (conversation.settledTurns === 0 && conversation.last?.stopReason === "error") {
    if (!(await triesAgain(conversation, context))) break;
    await context.waitForIdle();
  }
  return null;
}

async function triesAgain(conversation: Conversation, context: Context): Promise<boolean> {
  const failed = conversation.last;
  const deadline = Date.now() + nextAttemptLimitMs;
  while (Date.now() < deadline) {
    if (!context.isIdle() || conversation.last !== failed) return true;
    await new Promise((resolve) => setTimeout(resolve, attemptPollMs));
  }
  return false;
}
