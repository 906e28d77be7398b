// Another model of the same provider had a turn in between.
import type { HistoryModel } from "../../evidence/cell.ts";
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

/** Two models of each provider, either of which can stand in for the other; all speak one format. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  "amazon-bedrock": ["zai.glm-5", "anthropic.claude-sonnet-5"],
  anthropic: ["claude-haiku-4-5", "claude-sonnet-5"],
  azure: ["gpt-5.4-mini", "gpt-5.4"],
  // As it is called before pi 1.0.
  "azure-openai-responses": ["gpt-5.4-mini", "gpt-5.4"],
  cerebras: ["qwen-3.8-27b", "gpt-oss-120b"],
  deepseek: ["deepseek-flash", "deepseek-v4-pro"],
  google: ["gemini-3.6-flash", "gemini-3.5-flash"],
  "google-vertex": ["gemini-3.5-flash", "gemini-2.5-flash"],
  groq: ["openai/gpt-oss-120b", "qwen/qwen3.8-27b"],
  "kimi-coding": ["k3.1-pro", "k3"],
  mistral: ["mistral-large-latest", "codestral-latest"],
  openai: ["gpt-5.4-mini", "gpt-5.4"],
  "openai-codex": ["gpt-5.6-luna", "gpt-5.6-sol"],
  radius: ["claude-sonnet-5", "balanced"],
  xai: ["grok-4.6", "grok-4.7"],
};

export const modelSwitched: History = {
  name: "model-switched",
  summary: "another model of the provider had a turn in between",
  later: [
    {
      steps: () => [[{ think: "Let me look." }, run("echo one")], answer],
      with: ({ provider, model, wireApi }): HistoryModel | null => {
        const other = pairs[provider]?.find((each) => each !== model);
        return other === undefined ? null : { provider, model: other, wireApi };
      },
    },
    {},
  ],
  otherwise: "kept",
};
