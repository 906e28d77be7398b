// Gives a reply's blocks what only the provider can give: ids, and signatures that bind them.
// Both come from the conversation alone, so the same reply to the same conversation has the same.

import type { InputTransformation, Piece, Reply, WireApi } from "./reply.ts";
import { droppedThinking, textDigest } from "./rules/anthropic-thinking.ts";
import type { Heard } from "./rules/rule.ts";
import { boundAfter, boundBlocks } from "./rules/shared/binding.ts";
import { makeId } from "./rules/shared/ids.ts";
import { sealed } from "./rules/shared/sign.ts";

type Sealer = (pieces: readonly Piece[], heard: Heard, ids: Ids) => readonly Piece[];

/** The ids of each block of the reply, and what was issued with reasoning before it. */
interface Ids {
  core(index: number): string;
  plain(index: number): string;
}

/** The reply as this provider would send it; an id that is already there stays. */
export function seal(reply: Reply, heard: Heard, position: number): Reply {
  if (reply.pieces.length === 0 && heard.api !== "anthropic-messages") return reply;
  const pieces = sealers[heard.api](reply.pieces, heard, idsOf(reply.pieces, position));
  const dropped: readonly InputTransformation[] =
    heard.api === "anthropic-messages" ? droppedThinking(heard) : [];
  return { ...reply, pieces, ...(dropped.length === 0 ? {} : { inputTransformations: dropped }) };
}

function idsOf(pieces: readonly Piece[], position: number): Ids {
  const reasoningBefore = (index: number) => {
    const at = pieces.slice(0, index).findLastIndex(({ kind }) => kind === "reasoning");
    return at < 0 ? null : at;
  };
  const id = (block: number, reasoning: number | null) => makeId({ position, block, reasoning });
  return { core: (index) => id(index, reasoningBefore(index)), plain: (index) => id(index, null) };
}

const calls =
  (prefix: string): Sealer =>
  (pieces, _heard, ids) =>
    pieces.map((piece, index) =>
      piece.kind === "tool-call" ? { id: `${prefix}${ids.plain(index)}`, ...piece } : piece,
    );

/** Thinking is bound to everything before it where the model looks at that. */
const anthropic: Sealer = (pieces, heard, ids) => {
  const { model, switches, body } = heard;
  const binds = switches.bindsPrefix && pieces.some(({ kind }) => kind === "reasoning");
  let bound = binds ? boundBlocks(body).end : "";
  return pieces.map((piece, index) => {
    const given = anthropicPiece(piece, { model, bound }, `toolu_${ids.core(index)}`);
    if (binds) bound = boundAfter(bound, "assistant", asBlock(given));
    return given;
  });
};

function anthropicPiece(piece: Piece, by: { model: string; bound: string }, id: string): Piece {
  if (piece.kind === "tool-call") return { id, ...piece };
  if (piece.kind !== "reasoning" || piece.unsigned) return piece;
  const text = textDigest(piece.redacted === true ? null : piece.text);
  return { ...piece, signature: sealed({ ...by, text }) };
}

/** The block as the client will hand it back. */
function asBlock(piece: Piece): Readonly<Record<string, unknown>> {
  if (piece.kind === "text") return { type: "text", text: piece.text };
  if (piece.kind === "tool-call") {
    return { type: "tool_use", id: piece.id, name: piece.name, input: piece.arguments };
  }
  // Without a signature it comes back as a text.
  if (piece.unsigned) return { type: "text", text: piece.text };
  if (piece.redacted) return { type: "redacted_thinking", data: piece.signature };
  return { type: "thinking", thinking: piece.text, signature: piece.signature };
}

/** Encrypted content is for this caller and this model. */
const responses: Sealer = (pieces, { model, caller }, ids) =>
  pieces.map((piece, index): Piece => {
    if (piece.kind === "text") return { ...piece, id: `msg_${ids.core(index)}` };
    if (piece.kind === "tool-call") {
      return { id: `call_${ids.plain(index)}`, ...piece, itemId: `fc_${ids.core(index)}` };
    }
    const id = `rs_${ids.plain(index)}`;
    if (piece.unsigned) return { ...piece, id };
    const text = textDigest(piece.text);
    return { ...piece, id, signature: sealed({ model, text, bound: caller }) };
  });

/** Gemini 3 signs the first call of each reply, and the last text of a reply that only thought. */
const google: Sealer = (pieces, { model, switches }, ids) => {
  const firstCall = pieces.findIndex(({ kind }) => kind === "tool-call");
  const thought = pieces.some((piece) => piece.kind === "reasoning" && !piece.unsigned);
  const signedAt =
    firstCall >= 0 && (switches.signsCalls || thought)
      ? firstCall
      : thought
        ? pieces.findLastIndex(({ kind }) => kind === "text")
        : -1;
  return pieces.map((piece, index): Piece => {
    const signature = sealed({ model, text: textDigest(`${index}`), bound: ids.core(index) });
    const signed = index === signedAt && piece.kind !== "reasoning" ? { signature } : {};
    if (piece.kind === "tool-call") return { id: ids.plain(index), ...piece, ...signed };
    return { ...piece, ...signed };
  });
};

const bedrock: Sealer = (pieces, { model, switches }, ids) =>
  pieces.map((piece, index): Piece => {
    if (piece.kind === "tool-call") return { id: `tooluse_${ids.plain(index)}`, ...piece };
    if (piece.kind !== "reasoning" || piece.unsigned) return piece;
    if (!switches.isClaude && piece.redacted !== true) return piece;
    return { ...piece, signature: sealed({ model, text: textDigest(piece.text), bound: "" }) };
  });

/** The gateway hands on what the provider behind it gave. */
const pi: Sealer = (pieces, { model }, ids) =>
  pieces.map((piece, index): Piece => {
    if (piece.kind === "tool-call") return { id: `call_${ids.plain(index)}`, ...piece };
    if (piece.kind !== "reasoning" || piece.unsigned) return piece;
    return { ...piece, signature: sealed({ model, text: textDigest(piece.text), bound: "" }) };
  });

const sealers: Readonly<Record<WireApi, Sealer>> = {
  "openai-completions": calls("call_"),
  // Nine letters and digits are all that this one takes.
  "mistral-conversations": calls(""),
  "openai-responses": responses,
  "azure-openai-responses": responses,
  "openai-codex-responses": responses,
  "anthropic-messages": anthropic,
  "google-generative-ai": google,
  "google-vertex": google,
  "bedrock-converse-stream": bedrock,
  "pi-messages": pi,
};
