// The targets on which histories are made, one for each wire format that a test asks for.
import type { CellTarget } from "../../../src/evidence/cell.ts";

const target = (provider: string, model: string, wireApi: string): CellTarget => ({
  agent: "pi",
  provider,
  model,
  wireApi,
});

export const anthropic = target("anthropic", "claude-sonnet-5", "anthropic-messages");
export const bedrock = target("amazon-bedrock", "zai.glm-5", "bedrock-converse-stream");
export const google = target("google", "gemini-3.5-flash", "google-generative-ai");
export const groq = target("groq", "qwen/qwen3.8-27b", "openai-completions");
export const mistral = target("mistral", "codestral-latest", "mistral-conversations");
export const openai = target("openai", "gpt-5.4", "openai-responses");
export const radius = target("radius", "balanced", "pi-messages");
export const vertex = target("google-vertex", "gemini-2.5-flash", "google-vertex");
