// The generate-content format, as pi would write it.
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Told } from "../context.ts";
import type { Block, Message } from "../entry.ts";
import { filled, grouped, inputOf, textOf, worded } from "./parts.ts";

export function googleBody(told: readonly Told[]): JsonObject {
  const contents = grouped(told).flatMap((group) => {
    if (group.kind === "results") return filled("user", group.results.map(response), "parts");
    const { role, blocks } = group.message;
    const parts = worded(blocks).flatMap(part);
    return filled(role === "assistant" ? "model" : "user", parts, "parts");
  });
  return { contents };
}

const response = ({ callId, toolName = "" }: Message): JsonObject => ({
  functionResponse: { id: callId, name: toolName, response: { output: "…" } },
});

function part(from: Block): JsonObject[] {
  const signed = from.signature === undefined ? {} : { thoughtSignature: evenly(from.signature) };
  switch (from.kind) {
    case "text":
      return [{ text: textOf(from), ...signed }];
    case "image":
      return [{ inlineData: { mimeType: from.mimeType } }];
    case "thinking":
      return from.said === "words" ? [{ thought: true, text: "…", ...signed }] : [];
    case "call":
      return [{ functionCall: { id: from.id, name: from.name, args: inputOf(from) }, ...signed }];
    case "other":
      return [];
  }
}

/** Only the beginning of a long one was kept: as much of it as is base64 by itself. */
const evenly = (signature: string): string =>
  signature.length < 512 ? signature : signature.slice(0, 508);
