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
  // It comes second, after one that the agent puts in; that alone breaks no confirmed rule elsewhere.
  refusedBy: {
    "bedrock-converse-stream": "B1c",
    "google-generative-ai": "G1",
    "google-vertex": "G1",
    "mistral-conversations": "M2",
    "openai-completions": "C2",
  },
  otherwise: "kept",
};
