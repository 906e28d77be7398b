// The responses format, as pi would write it: a flat list of items.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";
import { inputs, textOf } from "./parts.ts";

export function responsesBody(told: readonly Told[]): JsonObject {
  const input = told.flatMap(({ message }, index): JsonObject[] => {
    switch (message.role) {
      case "user":
        return userMessage(message);
      case "assistant":
        return message.blocks.flatMap((block) => item(block, index));
      case "toolResult":
        return [{ type: "function_call_output", call_id: callId(message.callId), output: "…" }];
      default:
        return [];
    }
  });
  return { store: false, input, tools: [{ name: "bash" }] };
}

function userMessage({ blocks }: Message): JsonObject[] {
  const content = blocks.map((block) =>
    block.kind === "image" ? { type: "input_image" } : { type: "input_text", text: textOf(block) },
  );
  return content.length === 0 ? [] : [{ role: "user", content }];
}

/** The id of a call is its own and its item's, with a bar between them. */
const callId = (id = ""): string => id.split("|")[0] ?? "";

function item(block: Block, index: number): JsonObject[] {
  switch (block.kind) {
    case "thinking":
      return reasoning(block);
    case "text":
      return [
        {
          type: "message",
          role: "assistant",
          id: `msg_pi_${index}`,
          content: [{ type: "output_text", text: textOf(block) }],
        },
      ];
    case "call": {
      const [, own] = (block.id ?? "").split("|");
      const called = { call_id: callId(block.id), name: block.name };
      const input = JSON.stringify(inputs[block.input ?? "object"]);
      const id = own === undefined ? {} : { id: own };
      return [{ type: "function_call", ...id, ...called, arguments: input }];
    }
    default:
      return [];
  }
}

/** Its signature is the whole item; without one it is not sent. */
function reasoning({ signature }: Block): JsonObject[] {
  if (signature === undefined || !signature.startsWith("{")) return [];
  const field = (name: string) => new RegExp(`"${name}":"([^"]*)`).exec(signature)?.[1];
  const encrypted = field("encrypted_content");
  return [
    {
      type: "reasoning",
      id: field("id"),
      summary: [],
      ...(encrypted === undefined && signature.length < 512
        ? {}
        : { encrypted_content: encrypted ?? "…" }),
    },
  ];
}
