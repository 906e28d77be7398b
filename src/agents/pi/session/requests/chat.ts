// Chat completions and Mistral's conversations, as pi would write them.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Aim } from "../../../inspection.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";
import { inputs, textOf, worded } from "./parts.ts";

export function chatBody(told: readonly Told[], aim: Aim): JsonObject {
  const isMistral = aim.api === "mistral-conversations";
  const messages = told.flatMap(({ message }): JsonObject[] => {
    switch (message.role) {
      case "user":
        return userMessage(message);
      case "assistant":
        return reply(message, isMistral);
      case "toolResult":
        return [{ role: "tool", tool_call_id: message.callId, content: "…" }];
      default:
        return [];
    }
  });
  // The system prompt leads.
  return { messages: [{ role: "system", content: "…" }, ...messages] };
}

function userMessage({ blocks }: Message): JsonObject[] {
  const content = blocks.map((block) =>
    block.kind === "image" ? { type: "image_url" } : { type: "text", text: textOf(block) },
  );
  return content.length === 0 ? [] : [{ role: "user", content }];
}

function reply({ blocks }: Message, isMistral: boolean): JsonObject[] {
  const said = worded(blocks);
  const text = said.filter(({ kind }) => kind === "text").map(textOf);
  const thought = said.filter(({ kind, said: how }) => kind === "thinking" && how === "words");
  const calls = said.filter(({ kind }) => kind === "call").map(call);
  const thinking = thought.length > 0;
  if (text.length === 0 && calls.length === 0 && !(isMistral && thinking)) return [];
  const content = isMistral
    ? [
        ...thought.map(() => ({ type: "thinking", thinking: [{ type: "text", text: "…" }] })),
        ...text.map((each) => ({ type: "text", text: each })),
      ]
    : text.join("") || null;
  return [
    {
      role: "assistant",
      content,
      ...(thinking && !isMistral ? { reasoning_content: "…" } : {}),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    },
  ];
}

const call = ({ id, name, input = "object" }: Block): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: JSON.stringify(inputs[input]) },
});
