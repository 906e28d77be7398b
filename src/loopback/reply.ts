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

/**
 * A block of a reply. Ids and signatures are the provider's, given before the reply is encoded:
 * `id` in the form that the wire format wants, `signature` in the bytes that the agent hands back.
 */
export type Piece =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly id?: string;
      readonly signature?: string;
    }
  | {
      readonly kind: "reasoning";
      readonly text: string;
      readonly id?: string;
      readonly signature?: string;
      /** The text stays with the provider; the signature stands for it. */
      readonly redacted?: boolean;
      /** The provider gives no signature, as after a stream that was cut. */
      readonly unsigned?: boolean;
    }
  | {
      readonly kind: "tool-call";
      readonly name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
      readonly id?: string;
      /** The id of the item, in formats where a call has two. */
      readonly itemId?: string;
      readonly signature?: string;
    };

export type StopReason = "stop" | "length" | "tool-use";

/** Token counts; never zero, because an agent may take zero for "no usage was reported". */
export interface Usage {
  /** All of the input, whether it came from a cache or not. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The part of the input that was read from the provider's cache (default: 0). */
  readonly cachedTokens?: number;
  /** The part of the input that was written to it, where the provider says so. */
  readonly cacheWriteTokens?: number;
}

/** A part of the request that the provider left out, as it tells the client. */
export interface InputTransformation {
  readonly type: string;
  readonly path: string;
  readonly reason: string;
}

export interface Reply {
  readonly pieces: readonly Piece[];
  readonly stop: StopReason;
  readonly usage: Usage;
  readonly inputTransformations?: readonly InputTransformation[];
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

/** Everything that a reply makes the model write. */
export function outputCharacters(reply: Reply): number {
  return reply.pieces.reduce((sum, piece) => {
    if (piece.kind !== "tool-call") return sum + piece.text.length;
    return sum + piece.name.length + JSON.stringify(piece.arguments).length;
  }, 0);
}

/** Four characters a token; never 0. */
export function tokens(characters: number): number {
  return Math.max(1, Math.ceil(characters / 4));
}
