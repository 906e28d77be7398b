// One realistic request of each wire format: system prompt, a turn with a tool, a last question.

import type { WireApi } from "../../../src/loopback/reply.ts";

export interface SampleRequest {
  readonly path: string;
  readonly model: string;
  readonly body: unknown;
}

const chatMessages = (toolCall: object) => [
  { role: "system", content: "Be brief." },
  { role: "user", content: "First question" },
  { role: "assistant", content: null, ...toolCall },
  { role: "tool", tool_call_id: "call_0", content: "tool says no" },
  { role: "assistant", content: [{ type: "text", text: "First answer" }] },
  { role: "user", content: [{ type: "text", text: "Last question" }] },
];

const responsesInput = [
  { role: "user", content: [{ type: "input_text", text: "First question" }] },
  { type: "reasoning", id: "rs_1", summary: [] },
  { type: "function_call", id: "fc_1", call_id: "call_0", name: "look", arguments: "{}" },
  { type: "function_call_output", call_id: "call_0", output: "tool says no" },
  {
    type: "message",
    role: "assistant",
    id: "msg_1",
    content: [{ type: "output_text", text: "First answer" }],
  },
  { role: "user", content: [{ type: "input_text", text: "Last question" }] },
];

const responsesBody = {
  model: "gpt-5.4",
  stream: true,
  input: [{ role: "developer", content: "Be brief." }, ...responsesInput],
};

const googleBody = {
  systemInstruction: { parts: [{ text: "Be brief." }] },
  contents: [
    { role: "user", parts: [{ text: "First question" }] },
    { role: "model", parts: [{ functionCall: { name: "look", args: {} } }] },
    {
      role: "user",
      parts: [{ functionResponse: { name: "look", response: { output: "tool says no" } } }],
    },
    { role: "model", parts: [{ text: "First answer" }] },
    { role: "user", parts: [{ text: "Last question" }] },
  ],
};

export const sampleRequests: Readonly<Record<WireApi, SampleRequest>> = {
  "openai-completions": {
    path: "/groq/chat/completions",
    model: "gpt-oss-120b",
    body: {
      model: "gpt-oss-120b",
      stream: true,
      stream_options: { include_usage: true },
      messages: chatMessages({
        tool_calls: [
          { id: "call_0", type: "function", function: { name: "look", arguments: "{}" } },
        ],
      }),
    },
  },
  "mistral-conversations": {
    path: "/mistral/v1/chat/completions",
    model: "codestral-latest",
    body: {
      model: "codestral-latest",
      stream: true,
      messages: chatMessages({
        toolCalls: [
          { id: "call_0", type: "function", function: { name: "look", arguments: "{}" } },
        ],
      }),
    },
  },
  "openai-responses": { path: "/openai/responses", model: "gpt-5.4", body: responsesBody },
  "azure-openai-responses": {
    path: "/azure-openai-responses/responses?api-version=v1",
    model: "gpt-5.4",
    body: responsesBody,
  },
  "openai-codex-responses": {
    path: "/openai-codex/codex/responses",
    model: "gpt-5.5",
    body: { model: "gpt-5.5", store: false, instructions: "Be brief.", input: responsesInput },
  },
  "anthropic-messages": {
    path: "/anthropic/v1/messages?beta=true",
    model: "claude-sonnet-5",
    body: {
      model: "claude-sonnet-5",
      max_tokens: 1024,
      stream: true,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "First question" },
        { role: "assistant", content: [{ type: "tool_use", id: "t", name: "look", input: {} }] },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "t",
              content: [{ type: "text", text: "tool says no" }],
            },
          ],
        },
        { role: "assistant", content: [{ type: "text", text: "First answer" }] },
        { role: "user", content: [{ type: "text", text: "Last question" }] },
      ],
    },
  },
  "google-generative-ai": {
    path: "/google/models/gemini-3.5-flash:streamGenerateContent?alt=sse",
    model: "gemini-3.5-flash",
    body: googleBody,
  },
  "google-vertex": {
    path: "/google-vertex/v1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
    model: "gemini-2.5-flash",
    body: googleBody,
  },
  "bedrock-converse-stream": {
    path: "/amazon-bedrock/model/us.anthropic.claude%3A0/converse-stream",
    model: "us.anthropic.claude:0",
    body: {
      system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
      messages: [
        { role: "user", content: [{ text: "First question" }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "t", name: "look", input: {} } }] },
        {
          role: "user",
          content: [
            {
              toolResult: {
                toolUseId: "t",
                content: [{ text: "tool says no" }],
                status: "error",
              },
            },
          ],
        },
        { role: "assistant", content: [{ text: "First answer" }] },
        { role: "user", content: [{ text: "Last question" }] },
      ],
    },
  },
  "pi-messages": {
    path: "/radius/messages",
    model: "balanced",
    body: {
      model: "balanced",
      context: {
        systemPrompt: "Be brief.",
        messages: [
          { role: "user", content: "First question" },
          {
            role: "assistant",
            content: [{ type: "toolCall", id: "t", name: "look", arguments: {} }],
          },
          { role: "toolResult", content: [{ type: "text", text: "tool says no" }] },
          { role: "assistant", content: [{ type: "text", text: "First answer" }] },
          { role: "user", content: [{ type: "text", text: "Last question" }] },
        ],
      },
      options: {},
    },
  },
};
