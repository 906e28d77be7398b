// The responses format: a flat list of items; a message, a call and an output each stand alone.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline, OutlineMessage } from "./item.ts";
import { contentItems, named, objectsIn, optional, textIn } from "./reading.ts";

export function responsesOutline(body: JsonObject): Outline {
  if (typeof body.input === "string") {
    const raw = { role: "user", content: body.input };
    return [{ role: "user", path: "input", raw, items: contentItems(body.input, "input", part) }];
  }
  return objectsIn(body.input).map((raw, index) => inputItem(raw, `input[${index}]`));
}

function inputItem(raw: JsonObject, path: string): OutlineMessage {
  if (raw.role !== undefined) {
    const role = (raw.role === "developer" ? "system" : raw.role) as Role;
    return { role, path, raw, items: contentItems(raw.content, `${path}.content`, part) };
  }
  const { call_id: id, name } = raw;
  switch (raw.type) {
    case "function_call":
    case "custom_tool_call": {
      const input = raw.arguments ?? raw.input;
      const item: Item = { kind: "call", path, raw, ...named({ id, name }), input };
      return { role: "assistant", path, raw, items: [item] };
    }
    case "function_call_output":
    case "custom_tool_call_output": {
      const item: Item = { kind: "result", path, raw, ...named({ id }), text: textIn(raw.output) };
      return { role: "tool", path, raw, items: [item] };
    }
    case "reasoning": {
      const item: Item = { kind: "reasoning", path, raw, text: textIn(raw.summary) };
      return { role: "assistant", path, raw, items: [item] };
    }
    default:
      // Tools that were added or searched for: the agent's own, no words of the model.
      return { role: "system", path, raw, items: [{ kind: "other", path, raw }] };
  }
}

function part(raw: JsonObject, path: string): Item {
  if (raw.type === "input_image") return { kind: "image", path, raw };
  const text = optional(raw.text);
  return text === undefined ? { kind: "other", path, raw } : { kind: "text", path, raw, text };
}
