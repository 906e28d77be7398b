// The messages format: tool results are blocks of a user message.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline } from "./item.ts";
import { contentItems, named, objectsIn, optional, textIn } from "./reading.ts";

export function anthropicOutline(body: JsonObject): Outline {
  return objectsIn(body.messages).map((raw, index) => {
    const path = `messages[${index}]`;
    const items = contentItems(raw.content, `${path}.content`, block);
    return { role: raw.role as Role, path, raw, items };
  });
}

function block(raw: JsonObject, path: string): Item {
  switch (raw.type) {
    case "text":
      return { kind: "text", path, raw, text: optional(raw.text) ?? "" };
    case "image":
      return { kind: "image", path, raw };
    case "tool_use":
      return { kind: "call", path, raw, ...named(raw), input: raw.input };
    case "tool_result":
      return {
        kind: "result",
        path,
        raw,
        ...named({ id: raw.tool_use_id }),
        text: textIn(raw.content),
      };
    case "thinking":
    case "redacted_thinking":
      return { kind: "reasoning", path, raw, text: optional(raw.thinking) ?? "" };
    default:
      return { kind: "other", path, raw };
  }
}
