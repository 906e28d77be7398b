// A request as the text that a provider's prompt cache compares: tools, system prompt, messages, each
// block apart, with the marks by which some providers are told what to keep.

import { objectOf, objectsIn } from "../outline/reading.ts";
import type { WireApi } from "../reply.ts";
import { digest } from "../rules/shared/sign.ts";
import type { JsonObject } from "../wire/shape.ts";

export interface Segment {
  readonly text: string;
  /** Everything up to here may be kept. */
  readonly marked: boolean;
}

const cacheControl: ReadonlySet<string> = new Set(["cache_control"]);
const none: ReadonlySet<string> = new Set();

export function segmentsOf(api: WireApi, body: JsonObject): readonly Segment[] {
  switch (api) {
    case "anthropic-messages":
      return anthropicSegments(body);
    case "bedrock-converse-stream":
      return bedrockSegments(body);
    case "google-generative-ai":
    case "google-vertex":
      return plain([body.systemInstruction, ...objectsIn(body.tools), ...objectsIn(body.contents)]);
    case "openai-completions":
    case "mistral-conversations":
      return plain([...objectsIn(body.tools), ...objectsIn(body.messages)]);
    case "pi-messages": {
      const { systemPrompt, tools, messages } = objectOf(body.context);
      // When a message was said is no part of what the model reads.
      return plain([...objectsIn(tools), systemPrompt, ...objectsIn(messages)], transcriptOnly);
    }
    default:
      return plain(
        [...objectsIn(body.tools), body.instructions, ...inputOf(body)],
        itemState,
        true,
      );
  }
}

const transcriptOnly: ReadonlySet<string> = new Set([
  "timestamp",
  "diagnostics",
  "usage",
  "responseId",
]);
/** What an item carries besides its content. */
const itemState: ReadonlySet<string> = new Set(["status"]);

const inputOf = ({ input }: JsonObject): readonly unknown[] =>
  typeof input === "string" ? [{ role: "user", content: input }] : objectsIn(input);

function plain(
  values: readonly unknown[],
  without?: ReadonlySet<string>,
  sorted = false,
): readonly Segment[] {
  return values
    .filter((value) => value !== undefined)
    .map((value) => ({ text: rendered(value, without, sorted), marked: false }));
}

const imageFields = new Set(["data", "bytes", "url", "image_url"]);
const longestWord = 2000;

/** What the model reads. Fields keep their order, but where the provider holds items of its own. */
function rendered(value: unknown, without = none, sorted = false): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    // An image costs what its size is, not what its bytes are; a name stands for it.
    if (typeof inner === "string" && inner.length > longestWord && imageFields.has(name)) {
      return `image ${digest(inner)}`;
    }
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const fields = Object.entries(inner).filter(([field]) => !without.has(field));
    return Object.fromEntries(sorted ? fields.sort(([a], [b]) => (a < b ? -1 : 1)) : fields);
  });
}

function anthropicSegments(body: JsonObject): readonly Segment[] {
  const marked = (raw: JsonObject, text = rendered(raw, cacheControl)): Segment => {
    return { text, marked: raw.cache_control !== undefined };
  };
  const system = typeof body.system === "string" ? [{ text: body.system }] : objectsIn(body.system);
  // Another way to think is another prompt to the model, from the messages on.
  const { thinking, output_config, tool_choice } = body;
  const settings = { text: rendered({ thinking, output_config, tool_choice }), marked: false };
  const messages = objectsIn(body.messages).flatMap(({ role, content }) => {
    const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
    return objectsIn(blocks).map((raw) => marked(raw, `${role} ${rendered(raw, cacheControl)}`));
  });
  const tools = objectsIn(body.tools).map((raw) => marked(raw));
  return [...tools, ...system.map((raw) => marked(raw)), settings, ...messages];
}

/** A cache point is a block of its own, after what it marks. */
function bedrockSegments(body: JsonObject): readonly Segment[] {
  const blocks = (values: unknown, before = "") => {
    const segments: { text: string; marked: boolean }[] = [];
    for (const raw of objectsIn(values)) {
      const last = segments.at(-1);
      if (raw.cachePoint === undefined)
        segments.push({ text: before + rendered(raw), marked: false });
      else if (last !== undefined) last.marked = true;
    }
    return segments;
  };
  return [
    ...blocks(objectOf(body.toolConfig).tools),
    ...blocks(body.system),
    ...objectsIn(body.messages).flatMap(({ role, content }) => blocks(content, `${role} `)),
  ];
}
