// The messages format, as pi would write it.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";
import { filled, grouped, inputOf, textOf, worded } from "./parts.ts";

export function anthropicBody(told: readonly Told[]): JsonObject {
  const messages = grouped(told).flatMap((group) => {
    if (group.kind === "results") return filled("user", group.results.map(result), "content");
    const { role, blocks } = group.message;
    return filled(role, worded(blocks).flatMap(block), "content");
  });
  return { messages, tools: [{ name: "bash" }] };
}

const result = ({ callId = "", blocks }: Message): JsonObject => ({
  type: "tool_result",
  tool_use_id: callId,
  content: blocks.flatMap(block),
});

function block(from: Block): JsonObject[] {
  switch (from.kind) {
    case "text":
      return [{ type: "text", text: textOf(from) }];
    case "image":
      return [{ type: "image", source: { type: "base64", media_type: from.mimeType } }];
    case "thinking":
      if (from.redacted) return [{ type: "redacted_thinking", data: from.signature }];
      if (from.signature !== undefined) {
        return [{ type: "thinking", thinking: textOf(from), signature: from.signature }];
      }
      return from.said === "words" ? [{ type: "text", text: textOf(from) }] : [];
    case "call": {
      const input = from.input === "null" ? {} : inputOf(from);
      return [{ type: "tool_use", id: from.id, name: from.name, input }];
    }
    case "other":
      return [];
  }
}
