// Chat completions and what descends from it: a tool's result is a message of its own.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline } from "./item.ts";
import { contentItems, named, objectOf, objectsIn, optional, textIn } from "./reading.ts";

export function chatOutline(body: JsonObject): Outline {
  return objectsIn(body.messages).map((raw, index) => {
    const path = `messages[${index}]`;
    const role = (raw.role === "developer" ? "system" : raw.role) as Role;
    return { role, path, raw, items: role === "tool" ? [result(raw, path)] : spoken(raw, path) };
  });
}

function result(raw: JsonObject, path: string): Item {
  const id = raw.tool_call_id ?? raw.toolCallId;
  return { kind: "result", path, raw, ...named({ id, name: raw.name }), text: textIn(raw.content) };
}

/** Fields in which providers send reasoning back and forth; there is no common one. */
const reasoningFields = ["reasoning_content", "reasoning", "reasoning_text"] as const;

function spoken(raw: JsonObject, path: string): readonly Item[] {
  const reasoning = reasoningFields
    .filter((field) => typeof raw[field] === "string")
    .map((field): Item => {
      return { kind: "reasoning", path: `${path}.${field}`, raw, text: raw[field] as string };
    });
  const details = raw.reasoning_details === undefined ? [] : [`${path}.reasoning_details`];
  return [
    ...reasoning,
    ...details.map((at): Item => ({ kind: "reasoning", path: at, raw })),
    ...contentItems(raw.content, `${path}.content`, part),
    ...calls(raw, path),
  ];
}

function calls(raw: JsonObject, path: string): readonly Item[] {
  const field = raw.toolCalls === undefined ? "tool_calls" : "toolCalls";
  return objectsIn(raw[field]).map((call, index): Item => {
    const { name, arguments: input, input: text } = objectOf(call.function ?? call.custom);
    const at = `${path}.${field}[${index}]`;
    return {
      kind: "call",
      path: at,
      raw: call,
      ...named({ id: call.id, name }),
      input: input ?? text,
    };
  });
}

function part(raw: JsonObject, path: string): Item {
  if (raw.type === "text") return { kind: "text", path, raw, text: optional(raw.text) ?? "" };
  if (raw.type === "thinking") return { kind: "reasoning", path, raw, text: textIn(raw.thinking) };
  return { kind: raw.type === "image_url" ? "image" : "other", path, raw };
}
