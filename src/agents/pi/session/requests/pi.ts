// pi's own protocol: its transcript goes to the gateway as it is, failed replies and all.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Told } from "../context.ts";
import { textOf } from "./parts.ts";

export function piBody(told: readonly Told[]): JsonObject {
  const messages = told.map(({ message: { role, blocks, callId, stopReason } }) => ({
    role,
    stopReason,
    toolCallId: callId,
    content: blocks.map((block) => ({ type: block.kind, text: textOf(block) })),
  }));
  return { context: { messages } };
}
