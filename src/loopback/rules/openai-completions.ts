// What chat completions demand, and what single providers behind the format add.

import type { OutlineMessage } from "../outline/outline.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { userAfterTool } from "./shared/order.ts";
import {
  argumentsUnlike,
  idsUnlike,
  ofKind,
  unansweredAtOnce,
  unaskedAtOnce,
} from "./shared/pairing.ts";

const invalid = "invalid_request_error";

export const completionsRules: readonly Rule[] = [
  {
    id: "C1",
    sentence: "A message with tool_calls is followed by a tool message for each id.",
    source: "MoonshotAI/kimi-code #269; OpenHarness #240",
    strength: "firm",
    error: {
      text: "an assistant message with tool_calls must be followed by tool messages",
      type: invalid,
    },
    check: ({ outline }) => unansweredAtOnce(outline),
  },
  {
    id: "C2",
    sentence: "A tool message answers a call of the message before.",
    source: "command-code #590",
    strength: "firm",
    error: {
      text: "a message with role tool must respond to a preceding tool_calls",
      type: invalid,
    },
    check: ({ outline }) => unaskedAtOnce(outline),
  },
  {
    id: "C3",
    sentence: "An assistant message has content or tool_calls.",
    source: "Lyra PR 52; pi, api/openai-completions",
    strength: "firm",
    error: { text: "an assistant message must have either content or tool_calls", type: invalid },
    check: ({ outline }) => saysNothing(outline),
  },
  {
    id: "C4",
    sentence: "The id of a call is not empty, and on OpenAI not longer than 40 characters.",
    source: "pi #4854; pi, api/openai-completions",
    strength: "firm",
    error: { text: "missing or too long: tool_call_id", type: invalid },
    check: ({ outline, switches }) =>
      idsUnlike(outline, new RegExp(`^.{1,${switches.callIdLimit ?? ""}}$`, "s")),
  },
  {
    id: "C5",
    sentence: "DeepSeek, thinking: replies with tools bring their reasoning_content back.",
    source: "pi #3636; rikkahub #1587; against it: langchain-ai/langchain #34166",
    strength: "weak",
    error: { text: "reasoning_content in thinking mode must be passed back", type: invalid },
    check: (heard) =>
      heard.switches.wantsReasoningBack === "deepseek" ? withoutReasoning(heard) : [],
  },
  {
    id: "C6",
    sentence: "Kimi, thinking: replies with tools bring their reasoning_content back.",
    source: "continuedev/continue #11600; mastra-ai/mastra #12592; cc-switch #2365",
    strength: "weak",
    error: { text: "thinking is enabled but reasoning_content is missing", type: invalid },
    check: (heard) => (heard.switches.wantsReasoningBack === "kimi" ? withoutReasoning(heard) : []),
  },
  {
    id: "C9",
    sentence: "Models that Mistral's validator guards: no user message directly after a tool's.",
    source: "pi-neuralwatt #12; NousResearch/hermes-agent #20154",
    strength: "firm",
    error: { text: "unexpected role user after role tool", type: "invalid_request_message_order" },
    check: (heard) => (heard.switches.mistralServed ? userAfterTool(heard) : []),
  },
  {
    id: "C11",
    sentence: "The arguments of a call are a JSON object.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the arguments of a function must be a JSON object", type: invalid },
    check: ({ outline }) => argumentsUnlike(outline, true),
  },
  {
    id: "C12",
    sentence: "opencode-go: each request names its session in x-opencode-session.",
    source: "genoffice #331; OpenMinis #347",
    strength: "firm",
    error: { text: "missing session id", type: invalid },
    check: ({ provider, headers }) =>
      provider === "opencode-go" && !headers["x-opencode-session"]
        ? [{ path: "headers.x-opencode-session" }]
        : [],
  },
];

/** Also what `null` and "" are: nothing was said. */
export function saysNothing(outline: readonly OutlineMessage[]): Place[] {
  return outline
    .filter(({ role, items }) => {
      const said = items.filter(({ kind, text }) => kind === "call" || kind === "image" || text);
      return role === "assistant" && said.length === 0;
    })
    .map(({ path }) => ({ path }));
}

/** An empty one counts as brought back: whether the provider thinks so too is not known. */
function withoutReasoning({ outline, body }: Heard): Place[] {
  const { thinking } = body as { thinking?: { type?: string } };
  if (thinking?.type === "disabled") return [];
  return outline
    .filter(({ role, items }) => role === "assistant" && ofKind(items, "call").length > 0)
    .filter(({ raw }) => typeof raw.reasoning_content !== "string")
    .map(({ path }) => ({ path }));
}
