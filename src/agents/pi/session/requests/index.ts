// The bodies that pi would send of a context, one builder a wire format. A prediction: no pi is run.
import type { WireApi } from "../../../../loopback/reply.ts";
import type { JsonObject } from "../../../../loopback/wire/shape.ts";
import type { Aim } from "../../../inspection.ts";
import type { Told } from "../context.ts";
import { anthropicBody } from "./anthropic.ts";
import { bedrockBody } from "./bedrock.ts";
import { chatBody } from "./chat.ts";
import { googleBody } from "./google.ts";
import { piBody } from "./pi.ts";
import { responsesBody } from "./responses.ts";

export const bodies: Readonly<Record<WireApi, (told: readonly Told[], aim: Aim) => JsonObject>> = {
  "openai-completions": chatBody,
  "mistral-conversations": chatBody,
  "openai-responses": responsesBody,
  "azure-openai-responses": responsesBody,
  "openai-codex-responses": responsesBody,
  "anthropic-messages": anthropicBody,
  "google-generative-ai": googleBody,
  "google-vertex": googleBody,
  "bedrock-converse-stream": bedrockBody,
  "pi-messages": piBody,
};

/** A model that stands for its format where the session's own speaks another. */
export const standIns: readonly Aim[] = [
  { api: "anthropic-messages", provider: "anthropic", model: "claude-sonnet-5" },
  { api: "openai-responses", provider: "openai", model: "gpt-5.4" },
  { api: "azure-openai-responses", provider: "azure", model: "gpt-5.4" },
  { api: "openai-codex-responses", provider: "openai-codex", model: "gpt-5.5" },
  { api: "openai-completions", provider: "groq", model: "qwen/qwen3.8-27b" },
  { api: "mistral-conversations", provider: "mistral", model: "mistral-medium-latest" },
  { api: "google-generative-ai", provider: "google", model: "gemini-3.5-flash" },
  { api: "google-vertex", provider: "google-vertex", model: "gemini-2.5-flash" },
  {
    api: "bedrock-converse-stream",
    provider: "amazon-bedrock",
    model: "anthropic.claude-sonnet-5",
  },
  { api: "pi-messages", provider: "radius", model: "balanced" },
];
