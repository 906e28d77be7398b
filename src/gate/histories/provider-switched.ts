// A model of another provider had a turn in between: its ids and its reasoning are foreign here.
import type { CellTarget, HistoryModel } from "../../evidence/cell.ts";
import type { History } from "./history.ts";
import { answer, run } from "./steps.ts";

const anthropic: HistoryModel = {
  provider: "anthropic",
  model: "claude-sonnet-5",
  wireApi: "anthropic-messages",
};
const openai: HistoryModel = {
  provider: "openai",
  model: "gpt-5.4",
  wireApi: "openai-responses",
};
const gemini: HistoryModel = {
  provider: "google",
  model: "gemini-3.5-flash",
  wireApi: "google-generative-ai",
};

/** Where a session of each wire format comes from: pairs that differ in what has to be changed. */
const origins: Readonly<Record<string, HistoryModel>> = {
  "anthropic-messages": openai,
  "azure-openai-responses": openai,
  "bedrock-converse-stream": anthropic,
  "google-generative-ai": openai,
  "google-vertex": gemini,
  "mistral-conversations": openai,
  "openai-codex-responses": openai,
  "openai-completions": anthropic,
  "openai-responses": anthropic,
  "pi-messages": anthropic,
};

const origin = ({ wireApi }: CellTarget): HistoryModel | null => origins[wireApi ?? ""] ?? null;

export const providerSwitched: History = {
  name: "provider-switched",
  summary: "a model of another provider had a turn in between",
  later: [
    {
      steps: () => [
        [{ think: "Let me look." }, run("echo one")],
        [{ think: "Enough." }, ...answer],
      ],
      with: origin,
    },
    {},
  ],
  otherwise: "kept",
};
