// Bedrock's converse format: each part is named by its only key.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline } from "./item.ts";
import { contentItems, named, objectOf, objectsIn, optional, textIn } from "./reading.ts";

export function bedrockOutline(body: JsonObject): Outline {
  return objectsIn(body.messages).map((raw, index) => {
    const path = `messages[${index}]`;
    const items = contentItems(raw.content, `${path}.content`, part);
    return { role: raw.role as Role, path, raw, items };
  });
}

function part(raw: JsonObject, path: string): Item {
  if (raw.toolUse !== undefined) {
    const { toolUseId: id, name, input } = objectOf(raw.toolUse);
    return { kind: "call", path, raw, ...named({ id, name }), input };
  }
  if (raw.toolResult !== undefined) {
    const { toolUseId: id, content } = objectOf(raw.toolResult);
    return { kind: "result", path, raw, ...named({ id }), text: textIn(content) };
  }
  if (raw.reasoningContent !== undefined) {
    const { reasoningText } = objectOf(raw.reasoningContent);
    return { kind: "reasoning", path, raw, text: optional(objectOf(reasoningText).text) ?? "" };
  }
  if (raw.image !== undefined) return { kind: "image", path, raw };
  if (typeof raw.text === "string") return { kind: "text", path, raw, text: raw.text };
  return { kind: "other", path, raw };
}
