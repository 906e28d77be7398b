// What a request asks and what a reply says, independent of any provider's wire format.
// Data only: nothing here knows HTTP, JSON layouts or how a reply is delivered.

/** Who a message in the request is from. `tool` is a tool's result, whatever role the wire gives it. */
export type Role = "system" | "user" | "assistant" | "tool";

export interface Message {
  readonly role: Role;
  readonly text: string;
}

/** The wire formats, by the names pi gives them (`api` of a model). */
export const wireApis = [
  "openai-completions",
  "openai-responses",
  "azure-openai-responses",
  "openai-codex-responses",
  "anthropic-messages",
  "google-generative-ai",
  "google-vertex",
  "mistral-conversations",
  "bedrock-converse-stream",
  "pi-messages",
] as const;

export type WireApi = (typeof wireApis)[number];

/** What every wire format parses a request into. */
export interface ModelRequest {
  readonly api: WireApi;
  readonly model: string;
  readonly messages: readonly Message[];
  /** Id of the reply that this request continues; `messages` then holds only what is new. */
  readonly continues?: string;
}

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | {
      readonly kind: "tool-call";
      readonly name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    };

export type StopReason = "stop" | "length" | "tool-use";

/** Token counts; never zero, because an agent may take zero for "no usage was reported". */
interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Reply {
  readonly pieces: readonly Piece[];
  readonly stop: StopReason;
  readonly usage: Usage;
}

/** The text a reader of the reply sees: its text pieces, not its reasoning or tool arguments. */
export function visibleText(reply: Reply): string {
  return reply.pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
}

/** A plain reply of one text piece that ends normally. */
export function textReply(request: ModelRequest, text: string): Reply {
  return { pieces: [{ kind: "text", text }], stop: "stop", usage: countTokens(request, text) };
}

/** Estimates tokens at four characters each, which is near enough for figures nobody pays for. */
function countTokens(request: ModelRequest, output: string): Usage {
  const inputCharacters = request.messages.reduce((sum, { text }) => sum + text.length, 0);
  return { inputTokens: tokens(inputCharacters), outputTokens: tokens(output.length) };
}

function tokens(characters: number): number {
  return Math.max(1, Math.ceil(characters / 4));
}
