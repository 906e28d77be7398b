// The generate-content format: responses of functions are parts of a user content.

import type { Role } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Item, Outline } from "./item.ts";
import { contentItems, named, objectOf, objectsIn, textIn } from "./reading.ts";

export function googleOutline(body: JsonObject): Outline {
  return objectsIn(body.contents).map((raw, index) => {
    const path = `contents[${index}]`;
    const role: Role = raw.role === "model" ? "assistant" : "user";
    return { role, path, raw, items: contentItems(raw.parts, `${path}.parts`, part) };
  });
}

function part(raw: JsonObject, path: string): Item {
  if (raw.functionCall !== undefined) {
    const call = objectOf(raw.functionCall);
    return { kind: "call", path, raw, ...named(call), input: call.args };
  }
  if (raw.functionResponse !== undefined) {
    const response = objectOf(raw.functionResponse);
    const { output, error } = objectOf(response.response);
    return { kind: "result", path, raw, ...named(response), text: textIn(output ?? error) };
  }
  if (raw.inlineData !== undefined || raw.fileData !== undefined)
    return { kind: "image", path, raw };
  if (typeof raw.text !== "string") return { kind: "other", path, raw };
  return { kind: raw.thought === true ? "reasoning" : "text", path, raw, text: raw.text };
}
