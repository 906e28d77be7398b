// For each rule of the messages format and of Bedrock's converse: a request that keeps it, one that breaks it.

import { textDigest } from "../../../src/loopback/rules/anthropic-thinking.ts";
import { sealed } from "../../../src/loopback/rules/shared/sign.ts";
import type { RuleCase } from "./cases.ts";

const user = (...content: object[]) => ({ role: "user", content });
const assistant = (...content: object[]) => ({ role: "assistant", content });
const text = (words: string) => ({ type: "text", text: words });
const use = (id = "t1", input: unknown = {}) => ({ type: "tool_use", id, name: "look", input });
const result = (id = "t1") => ({ type: "tool_result", tool_use_id: id, content: "seen" });
const tools = [{ name: "look", input_schema: {} }];
const asked = user(text("Look."));
const request = (...messages: object[]) => ({ tools, messages });
const toolTurn = request(asked, assistant(use()), user(result()));
const image = (media_type: string) => ({ type: "image", source: { type: "base64", media_type } });

const model = "claude-opus-5-5";
const thought = (words: string, signed = words, bound = "") => ({
  type: "thinking",
  thinking: words,
  signature: sealed({ model, text: textDigest(signed), bound }),
});
const thinking = (block: object) => request(asked, assistant(block, use()), user(result()));
const after = "toolu_c00000b01r00";
const budget = { thinking: { type: "enabled", budget_tokens: 1024 } };
const marked = { ...text("kept"), cache_control: { type: "ephemeral" } };

const anthropicCases: readonly RuleCase[] = [
  ["A1", toolTurn, request(assistant(text("Hello.")), asked), "messages[0]"],
  ["A2", toolTurn, request(asked, assistant(use()), asked), "messages[1].content[0]"],
  [
    "A2",
    toolTurn,
    request(asked, assistant(use()), user(text("x"), result())),
    "messages[1].content[0]",
  ],
  ["A3", toolTurn, request(asked, assistant(text("x")), user(result())), "messages[2].content[0]"],
  [
    "A3b",
    toolTurn,
    request(asked, assistant(use()), user(result(), result())),
    "messages[2].content[1]",
  ],
  [
    "A4",
    toolTurn,
    request(asked, assistant(use(), use()), user(result())),
    "messages[1].content[1]",
  ],
  [
    "A5",
    toolTurn,
    request(asked, assistant(use("a.b")), user(result("a.b"))),
    "messages[1].content[0]",
  ],
  ["A6", toolTurn, request(user(text(" \n"))), "messages[0].content[0]"],
  ["A11", toolTurn, request(asked, assistant(text("And"))), "messages[1]"],
  ["A12", toolTurn, { messages: toolTurn.messages }, "messages[1].content[0]"],
  [
    "A13",
    request(user(marked)),
    request(user(marked, marked, marked, marked, marked)),
    "messages[0].content[4]",
  ],
  [
    "A14",
    thinking(thought("Hm.")),
    thinking({ ...thought("Hm."), cache_control: {} }),
    "messages[1].content[0]",
  ],
  [
    "A15",
    request(user(image("image/png"))),
    request(user(image("image/tiff"))),
    "messages[0].content[0]",
  ],
  [
    "A18",
    toolTurn,
    request(asked, assistant(use("t1", "{}")), user(result())),
    "messages[1].content[0]",
  ],
  [
    "A7",
    { ...request(asked, assistant(thought("Hm."), use(after)), user(result(after))), ...budget },
    { ...request(asked, assistant(use(after)), user(result(after))), ...budget },
    "messages[1]",
  ],
  [
    "A8",
    thinking(thought("Hm.")),
    thinking({ ...thought("Hm."), signature: "AAAA" }),
    "messages[1].content[0]",
  ],
  ["A9", thinking(thought("Hm.")), thinking(thought("Changed.", "Hm.")), "messages[1].content[0]"],
];

const said = (words: string) => ({ text: words });
const toolUse = (id = "t1", input: unknown = {}) => ({
  toolUse: { toolUseId: id, name: "look", input },
});
const toolResult = (id = "t1", words = "seen") => ({
  toolResult: { toolUseId: id, content: [{ text: words }] },
});
const toolConfig = { tools: [{ toolSpec: { name: "look" } }] };
const ask = user(said("Look."));
const converse = (...messages: object[]) => ({ toolConfig, messages });
const turn = converse(ask, assistant(toolUse()), user(toolResult()));
const reasoning = (signature?: string) =>
  converse(
    ask,
    assistant({ reasoningContent: { reasoningText: { text: "Hm.", signature } } }),
    ask,
  );
const picture = (format: string) => converse(user({ image: { format } }));

const bedrockCases: readonly RuleCase[] = [
  ["B1", turn, converse(ask, assistant(toolUse()), ask), "messages[1].content[0]"],
  ["B1b", turn, converse(ask, assistant(said("x")), user(toolResult())), "messages[2].content[0]"],
  [
    "B1c",
    turn,
    converse(ask, assistant(toolUse()), user(toolResult(), toolResult())),
    "messages[2].content[1]",
  ],
  ["B2", turn, converse(user(said(""))), "messages[0].content[0]"],
  [
    ...([
      "B2" as const,
      turn,
      converse(ask, assistant(toolUse()), user(toolResult("t1", " "))),
    ] as const),
    "messages[2].content[0].toolResult.content[0]",
  ],
  ["B3", turn, converse(ask, ask), "messages[1]", "anthropic.claude-3-haiku"],
  ["B4", turn, { messages: turn.messages }, "messages[1].content[0]"],
  ["B5", turn, converse(assistant(said("x")), ask), "messages[0]"],
  ["B6", turn, converse(user()), "messages[0]"],
  [
    "B7",
    reasoning(sealed({ model, text: "", bound: "" })),
    reasoning(undefined),
    "messages[1].content[0].reasoningContent",
  ],
  [
    "B7",
    reasoning(undefined),
    reasoning("AAAA"),
    "messages[1].content[0].reasoningContent",
    "zai.glm-5",
  ],
  [
    "B8",
    turn,
    converse(ask, assistant(toolUse("a/b")), user(toolResult("a/b"))),
    "messages[1].content[0]",
  ],
  ["B9", turn, converse(ask, assistant(said("And"))), "messages[1]"],
  ["B10", picture("png"), picture("tiff"), "messages[0].content[0]"],
  [
    "B11",
    turn,
    converse(ask, assistant(toolUse(), toolUse()), user(toolResult())),
    "messages[1].content[1]",
  ],
  [
    "B13",
    turn,
    converse(ask, assistant(toolUse("t1", "{}")), user(toolResult())),
    "messages[1].content[0]",
  ],
];

export const cases = {
  "anthropic-messages": anthropicCases,
  "bedrock-converse-stream": bedrockCases,
};
export const models = {
  "anthropic-messages": model,
  "bedrock-converse-stream": "us.anthropic.claude-sonnet-5",
};
