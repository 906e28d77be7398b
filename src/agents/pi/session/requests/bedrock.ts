// Bedrock's converse format, as pi would write it. Blank texts get a stand-in of pi's own.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Aim } from "../../../inspection.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";
import { filled, grouped, inputOf, worded } from "./parts.ts";

export function bedrockBody(told: readonly Told[], aim: Aim): JsonObject {
  const part = partFor(/claude|anthropic/.test(aim.model));
  const result = ({ callId = "", blocks }: Message): JsonObject => ({
    toolResult: { toolUseId: callId, content: blocks.flatMap(part) },
  });
  const messages = grouped(told).flatMap((group) => {
    if (group.kind === "results") return filled("user", group.results.map(result), "content");
    const { role, blocks } = group.message;
    return filled(role, worded(blocks).flatMap(part), "content");
  });
  return { messages, toolConfig: { tools: [{ toolSpec: { name: "bash" } }] } };
}

function partFor(isClaude: boolean): (from: Block) => JsonObject[] {
  return (from) => {
    switch (from.kind) {
      case "text":
        return [{ text: "…" }];
      case "image":
        return [{ image: { format: (from.mimeType ?? "").replace("image/", "") } }];
      case "thinking":
        return thinking(from, isClaude);
      case "call":
        return [{ toolUse: { toolUseId: from.id, name: from.name, input: inputOf(from) } }];
      case "other":
        return [];
    }
  };
}

function thinking({ signature, said, redacted }: Block, isClaude: boolean): JsonObject[] {
  if (redacted) return [{ reasoningContent: { redactedContent: "…" } }];
  if (said !== "words") return [];
  if (!isClaude) return [{ reasoningContent: { reasoningText: { text: "…" } } }];
  if (signature === undefined) return [{ text: "…" }];
  return [{ reasoningContent: { reasoningText: { text: "…", signature } } }];
}
