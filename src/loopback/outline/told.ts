// What a request tells the model of itself: its system prompt and its tools, as hashes. Enough to see
// that a resumed session is told the same as before, and which tool is not.
import { createHash } from "node:crypto";
import type { Message, WireApi } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { Outline } from "./item.ts";
import { objectOf, objectsIn, optional } from "./reading.ts";

interface Heard {
  readonly api: WireApi;
  readonly body: JsonObject;
  readonly outline: Outline;
}

export interface Told {
  /** SHA-256 of all system texts in their order, wherever in the conversation they stand. */
  readonly instructions: string;
  /** SHA-256 of each declaration, by the tool's name. */
  readonly tools: Readonly<Record<string, string>>;
}

export function toldIn({ api, body, outline }: Heard, messages: readonly Message[]): Told {
  const declared = declarations(api, body).flatMap((tool) => {
    const name = optional(tool.name);
    return name === undefined ? [] : [[name, sha256(canonical(tool))] as const];
  });
  const texts = messages.filter(({ role }) => role === "system").map(({ text }) => text);
  const instructions = [...texts, ...sections(api, body), ...changesAmid(outline)];
  return {
    instructions: sha256(instructions.filter((text) => text !== "").join("\n\n")),
    tools: Object.fromEntries(declared.sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** pi's own protocol sends the prompt by its sections, and later only those that change. */
function sections(api: WireApi, body: JsonObject): readonly string[] {
  if (api !== "pi-messages") return [];
  const replayed = new Map<string, unknown>();
  for (const { role, sections: patch } of objectsIn(objectOf(body.context).messages)) {
    if (role !== "system") continue;
    for (const [name, text] of Object.entries(objectOf(patch))) {
      if (text === null) replayed.delete(name);
      else replayed.set(name, text);
    }
  }
  return [...replayed].sort(([one], [other]) => (one < other ? -1 : 1)).map(String);
}

/** Tools that are added or taken away amid a conversation, where the format can say so. */
const changesAmid = (outline: Outline): readonly string[] =>
  outline
    .filter(({ role }) => role === "system")
    .flatMap(({ items }) => items.filter(({ kind }) => kind === "other"))
    .map(({ raw }) => canonical(raw));

function declarations(api: WireApi, body: JsonObject): readonly JsonObject[] {
  switch (api) {
    case "google-generative-ai":
    case "google-vertex":
      return objectsIn(body.tools).flatMap((tool) => objectsIn(tool.functionDeclarations));
    case "bedrock-converse-stream":
      return objectsIn(objectOf(body.toolConfig).tools).map((tool) => objectOf(tool.toolSpec));
    case "openai-completions":
    case "mistral-conversations":
      return objectsIn(body.tools).map((tool) => objectOf(tool.function));
    case "pi-messages":
      return replayed(objectsIn(objectOf(body.context).messages));
    case "anthropic-messages":
      return objectsIn(body.tools);
    default:
      return [...objectsIn(body.tools), ...inItems(body)];
  }
}

/** The responses formats may declare tools in items of their input; a later one replaces an earlier. */
const inItems = ({ input }: JsonObject): readonly JsonObject[] =>
  typeof input === "string"
    ? []
    : objectsIn(input).flatMap(({ type, tools }) =>
        type === "additional_tools" ? objectsIn(tools) : [],
      );

/** pi's own protocol sends each change in its place. */
function replayed(messages: readonly JsonObject[]): readonly JsonObject[] {
  const tools = new Map<unknown, JsonObject>();
  for (const { role, toolsAdded, toolsRemoved } of messages) {
    if (role !== "system") continue;
    for (const { name } of objectsIn(toolsRemoved)) tools.delete(name);
    for (const tool of objectsIn(toolsAdded)) tools.set(tool.name, tool);
  }
  return [...tools.values()];
}

/** Marks for the prompt cache move from tool to tool, and tell the model nothing. */
function canonical(tool: JsonObject): string {
  return JSON.stringify(tool, (key, value) => (key === "cache_control" ? undefined : value));
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
