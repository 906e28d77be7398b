// A tool's result that was stored only after the next prompt.
import type { History } from "./history.ts";

const id = "latecall1";

export const lateResult: History = {
  name: "late-result",
  summary: "the result of a tool stands behind the next prompt",
  appended: () => [
    { append: "user", text: "Please run it." },
    { append: "assistant", blocks: [{ call: "bash", id, with: { command: "echo one" } }] },
    { append: "user", text: "Is it done?" },
    { append: "tool-result", id, text: "one\n" },
    { append: "assistant", blocks: [{ say: "It is done." }] },
  ],
  refusedBy: {
    "anthropic-messages": "A2",
    "azure-openai-responses": "R2",
    "bedrock-converse-stream": "B1",
    "google-generative-ai": "G1",
    "google-vertex": "G1",
    "mistral-conversations": "M2",
    "openai-codex-responses": "R2",
    "openai-completions": "C2",
    "openai-responses": "R2",
  },
  otherwise: "kept",
};
