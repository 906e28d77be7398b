// The list of wire formats. The first one that matches a request answers it, so a format whose
// path ends like another's stands before it.

import { anthropicMessages } from "./anthropic-messages.ts";
import { azureOpenaiResponses } from "./azure-openai-responses.ts";
import { bedrockConverseStream } from "./bedrock-converse-stream.ts";
import type { WireFormat } from "./format.ts";
import { googleGenerativeAi } from "./google-generative-ai.ts";
import { googleVertex } from "./google-vertex.ts";
import { mistralConversations } from "./mistral-conversations.ts";
import { openaiCodexResponses } from "./openai-codex-responses.ts";
import { openaiCompletions } from "./openai-completions.ts";
import { openaiResponses } from "./openai-responses.ts";
import { piMessages } from "./pi-messages.ts";

export const wireFormats: readonly WireFormat[] = [
  openaiCodexResponses,
  azureOpenaiResponses,
  openaiResponses,
  mistralConversations,
  openaiCompletions,
  anthropicMessages,
  piMessages,
  googleVertex,
  googleGenerativeAi,
  bedrockConverseStream,
];
