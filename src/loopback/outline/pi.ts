// pi's own protocol: its transcript as it is, failed replies included.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline } from "./item.ts";
import { contentItems, named, objectOf, objectsIn, optional, textIn } from "./reading.ts";

export function piOutline(body: JsonObject): Outline {
  return objectsIn(objectOf(body.context).messages).flatMap((raw, index) => {
    // A reply that failed is in the transcript, but the model never finished it.
    if (raw.stopReason === "error" || raw.stopReason === "aborted") return [];
    const path = `context.messages[${index}]`;
    if (raw.role === "toolResult") {
      const id = named({ id: raw.toolCallId, name: raw.toolName });
      const item: Item = { kind: "result", path, raw, ...id, text: textIn(raw.content) };
      return [{ role: "tool" as const, path, raw, items: [item] }];
    }
    const items = contentItems(raw.content, `${path}.content`, part);
    return [{ role: raw.role as Role, path, raw, items }];
  });
}

function part(raw: JsonObject, path: string): Item {
  switch (raw.type) {
    case "text":
      return { kind: "text", path, raw, text: optional(raw.text) ?? "" };
    case "thinking":
      return { kind: "reasoning", path, raw, text: optional(raw.thinking) ?? "" };
    case "toolCall":
      return { kind: "call", path, raw, ...named(raw), input: raw.arguments };
    case "image":
      return { kind: "image", path, raw };
    default:
      return { kind: "other", path, raw };
  }
}
