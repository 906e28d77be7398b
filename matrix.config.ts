// The matrix: everything a user edits. `matrix list` shows the cells it makes.
import { defineMatrix } from "./src/index.ts";

export default defineMatrix({
  // One target for each wire format that pi speaks, and more for the commonest ones.
  targets: [
    "openai/gpt-5.4", // openai-responses
    "openai-codex/gpt-5.6-sol", // openai-codex-responses
    "azure/gpt-5.4", // azure-openai-responses; that is its name before pi 1.0
    "anthropic/claude-sonnet-5", // anthropic-messages
    "google/gemini-3.5-flash", // google-generative-ai
    "google-vertex/gemini-2.5-flash", // google-vertex
    "mistral/codestral-latest", // mistral-conversations
    "amazon-bedrock/zai.glm-5", // bedrock-converse-stream
    "radius/balanced", // pi-messages
    "deepseek/deepseek-v4-pro", // openai-completions
    "groq/qwen/qwen3.8-27b", // openai-completions, a model id with a slash
    "cerebras/gpt-oss-120b", // openai-completions
    "xai/grok-4.7", // openai-responses
    "kimi-coding/k3", // openai-completions; anthropic-messages before pi 1.0
  ],
  lanes: ["v2"],
  // On every target. All other scenarios are run on the first target, or on each with --full.
  scenarios: ["plain"],
  repeat: 1,
  workers: 4,
});
