// A message to a live session over its control socket. A socket that died since it was probed is
// looked at once more; silence is never followed by a second try, for the first may have arrived.
import type { DispatchOutcome } from "../evidence/event.ts";
import { type Answer, sendMessage } from "./control/client.ts";
import { decide } from "./decide.ts";
import type { DispatchDependencies, DispatchRequest } from "./dispatch-request.ts";
import { inspectSocket } from "./liveness.ts";
import { rejected } from "./rejected.ts";

/** The lock is held throughout by the caller, who adds what became of its release. */
export async function sendLive(
  request: DispatchRequest,
  dependencies: DispatchDependencies,
  path: string,
): Promise<DispatchOutcome> {
  const { world, timeouts, report } = dependencies;
  const first = await send(request, dependencies, path);
  if (!diedBeforeTheSend(first)) return outcomeOf(first, path, "sent");
  const inspection = await inspectSocket(world, path, timeouts.connectMs);
  report({ type: "socket-inspected", dispatch: request.dispatch, ...inspection });
  const verdict = decide(request.intent, inspection.liveness);
  if (verdict.kind === "reject") {
    return rejected(verdict, `${request.gardenId} died before the message (${path})`);
  }
  return outcomeOf(await send(request, dependencies, path), path, "fallback-sent");
}

function diedBeforeTheSend(answer: Answer): boolean {
  if (answer.kind !== "unreachable") return false;
  return answer.code === "ECONNREFUSED" || answer.code === "ENOENT";
}

function send(
  { message }: DispatchRequest,
  { world, sender, timeouts }: DispatchDependencies,
  path: string,
): Promise<Answer> {
  const timestamp = new Date(world.clock.wallMs()).toISOString();
  const text = { text: message, mode: "follow_up", wantsReply: false } as const;
  const from = { ...sender, timestamp };
  return sendMessage(world.sockets, path, { ...text, sender: from }, timeouts.connectMs);
}

function outcomeOf(
  answer: Answer,
  path: string,
  delivery: "sent" | "fallback-sent",
): DispatchOutcome {
  switch (answer.kind) {
    case "answered":
      return answer.response.success
        ? { kind: "sent", via: "control-socket", delivery, lockDirty: null }
        : { kind: "send-failed", error: answer.response.error ?? `${path} refused the message` };
    case "unreachable":
      return { kind: "send-failed", error: `${path}: ${answer.code}` };
    case "no-answer":
      return {
        kind: "send-failed",
        error: `${path} took the connection and said nothing; the message may have arrived`,
      };
    case "malformed":
      return { kind: "send-failed", error: `${path} does not speak the protocol` };
  }
}
