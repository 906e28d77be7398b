// One request line in, one response out. Never rejects.
import type {
  AssistantMessage,
  Info,
  Request,
  Response,
  SendCommand,
} from "../../formats/control-protocol.ts";
import { parseRequest } from "../control/protocol.ts";
import type { Conversation } from "./conversation.ts";

type Result = { readonly data: unknown } | { readonly error: string };

export async function answerLine(
  line: string,
  conversation: Conversation,
  info: () => Info,
): Promise<Response> {
  const parsed = parseRequest(line);
  if (parsed.kind === "invalid") {
    const { command, error, id } = parsed;
    return respond(command, { error }, id);
  }
  const { request } = parsed;
  try {
    return respond(request.command, await carryOut(request, conversation, info), request.id);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return respond(request.command, { error: `${request.command} failed: ${message}` }, request.id);
  }
}

async function carryOut(
  request: Request,
  conversation: Conversation,
  info: () => Info,
): Promise<Result> {
  switch (request.command) {
    case "get_info":
      return { data: info() };
    case "get_message":
      return { data: conversation.last };
    case "abort":
      return { data: { aborted: conversation.abort() } };
    case "send":
      return send(request, conversation);
  }
}

async function send(request: SendCommand, conversation: Conversation): Promise<Result> {
  const { accepted, settled } = conversation.send(request.message, request.mode);
  const acceptance = await accepted;
  if (acceptance.kind === "failed") return { error: acceptance.error };
  if (!request.wants_reply) return { data: { delivery: acceptance.value } };
  const outcome = await settled;
  if (outcome.kind === "failed") return { error: outcome.error };
  const silence: AssistantMessage = { text: "", stopReason: "none", errorMessage: null };
  return { data: outcome.value ?? silence };
}

function respond(command: string, result: Result, id: string | undefined): Response {
  return {
    type: "response",
    command,
    success: "data" in result,
    ...result,
    ...(id === undefined ? {} : { id }),
  };
}
