// The tables of rules, one for each wire format.

import type { WireApi } from "../reply.ts";
import { anthropicRules } from "./anthropic-messages.ts";
import { bedrockRules } from "./bedrock-converse-stream.ts";
import { googleRules } from "./google.ts";
import { mistralRules } from "./mistral-conversations.ts";
import { completionsRules } from "./openai-completions.ts";
import { piMessagesRules } from "./pi-messages.ts";
import { responsesRules } from "./responses.ts";
import type { Rule } from "./rule.ts";

export const rules: Readonly<Record<WireApi, readonly Rule[]>> = {
  "openai-completions": completionsRules,
  "mistral-conversations": mistralRules,
  "openai-responses": responsesRules,
  "azure-openai-responses": responsesRules,
  "openai-codex-responses": responsesRules,
  "anthropic-messages": anthropicRules,
  "google-generative-ai": googleRules,
  "google-vertex": googleRules,
  "bedrock-converse-stream": bedrockRules,
  "pi-messages": piMessagesRules,
};
