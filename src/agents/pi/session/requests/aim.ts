// A context as pi hands it to the code of one wire format: thinking of other models is left out, and
// the ids of their calls get the form that the format takes. As pi 1.5.2 does it.
import type { WireApi } from "../../../../loopback/reply.ts";
import { digest } from "../../../../loopback/rules/shared/sign.ts";
import type { Aim, Repair } from "../../../inspection.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";

export interface Aimed {
  readonly told: readonly Told[];
  readonly repairs: readonly Repair[];
}

export function aimed(told: readonly Told[], aim: Aim): Aimed {
  const ids = new Map<string, string>();
  const repairs: Repair[] = [];
  const rewritten = told.map(({ line, message }): Told => {
    if (message.role === "toolResult") {
      const callId = ids.get(message.callId ?? "");
      return callId === undefined ? { line, message } : { line, message: { ...message, callId } };
    }
    if (message.role !== "assistant" || isOf(message, aim)) return { line, message };
    const foreign = message.blocks.some(({ kind }) => kind === "thinking");
    if (foreign) repairs.push({ kind: "thinking-dropped", line });
    const blocks = message.blocks
      .filter(({ kind }) => kind !== "thinking")
      .map((block) => foreignBlock(block, aim.api, ids));
    return { line, message: { ...message, blocks } };
  });
  return { told: rewritten, repairs };
}

export const isOf = ({ api, provider, model }: Message, aim: Aim): boolean =>
  api === aim.api && provider === aim.provider && model === aim.model;

/** Signatures of another model are left out with its thinking. */
function foreignBlock(block: Block, api: WireApi, ids: Map<string, string>): Block {
  const { signature: _, ...rest } = block;
  if (rest.kind !== "call" || rest.id === undefined) return rest;
  const id = idFor(api, rest.id);
  ids.set(rest.id, id);
  return { ...rest, id };
}

function idFor(api: WireApi, id: string): string {
  const clean = id.replace(/[^a-zA-Z0-9_-]/g, "_");
  switch (api) {
    case "anthropic-messages":
    case "bedrock-converse-stream":
      return clean.slice(0, 64);
    case "mistral-conversations":
      return mistralId(id);
    case "openai-completions":
      return id.includes("|") && clean.length > 40 ? `${clean.slice(0, 31)}_${short(id)}` : clean;
    case "openai-responses":
    case "azure-openai-responses":
    case "openai-codex-responses":
      return (id.split("|")[0] ?? "").replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64);
    case "google-generative-ai":
    case "google-vertex":
    case "pi-messages":
      return id;
  }
}

function mistralId(id: string): string {
  const plain = id.replace(/[^a-zA-Z0-9]/g, "");
  return plain.length === 9 ? plain : short(id, 9);
}

/** Not the digest that pi takes, but of the same form. */
const short = (id: string, length = 8): string =>
  `${digest("id", id).replace(/[^a-zA-Z0-9]/g, "")}00000000`.slice(0, length);
