// For each rule of the other formats: a request that keeps it, and one that breaks it.

import { digest, sealed } from "../../../src/loopback/rules/shared/sign.ts";

/** Rule, a body that keeps it, one that breaks it, where; the model and provider where they matter. */
export type RuleCase = readonly [
  rule: string,
  keeps: object,
  breaks: object,
  path: string,
  model?: string,
  provider?: string,
];

const none = digest("caller", "", "", "", "");
const encrypted = (model = "gpt-5.4") => sealed({ model, text: "", bound: none });
const input = (...items: object[]) => ({ store: false, input: items });
const question = { role: "user", content: [{ type: "input_text", text: "Look." }] };
const call = (more: object = {}) => ({
  type: "function_call",
  id: "fc_1",
  call_id: "c1",
  name: "look",
  arguments: "{}",
  ...more,
});
const output = (call_id = "c1") => ({ type: "function_call_output", call_id, output: "seen" });
const reasoning = (more: object = {}) => ({
  type: "reasoning",
  id: "rs_c00000b00",
  summary: [],
  encrypted_content: encrypted(),
  ...more,
});
const thoughtCall = call({ id: "fc_c00000b01r00" });
const turn = input(question, call(), output());
const thinking = input(question, reasoning(), thoughtCall, output());
const long = "x".repeat(65);

export const responsesCases: readonly RuleCase[] = [
  ["R1", turn, input(question, call(), question), "input[1]"],
  ["R1b", turn, input(question, call(), call({ id: "fc_2" }), output()), "input[2]"],
  ["R2", turn, input(question, output()), "input[1]"],
  ["R2b", turn, input(question, call(), output(), output()), "input[3]"],
  ["R6", turn, input(question, call({ id: "call_1" }), output()), "input[1].id"],
  ["R7", turn, input(question, call({ call_id: long }), output(long)), "input[1].call_id"],
  [
    "R10",
    turn,
    input(question, call(), call({ call_id: "c2" }), output(), output("c2")),
    "input[2]",
  ],
  [
    "R13",
    { ...turn, prompt_cache_key: "k" },
    { ...turn, prompt_cache_key: long },
    "prompt_cache_key",
  ],
  ["R3", thinking, input(question, reasoning(), question), "input[1]"],
  ["R3b", thinking, input(question, thoughtCall, output()), "input[1]"],
  [
    "R4",
    thinking,
    input(question, reasoning({ encrypted_content: undefined }), call(), output()),
    "input[1]",
  ],
  [
    "R5",
    thinking,
    input(question, reasoning({ encrypted_content: encrypted("gpt-4") }), call(), output()),
    "input[1].encrypted_content",
  ],
  [
    "R9",
    thinking,
    input(question, reasoning({ summary: undefined }), call(), output()),
    "input[1]",
  ],
];

const chat = (...messages: object[]) => ({ messages });
const user = { role: "user", content: "Look." };
const calls = (id = "aaaaaaaa1", args = "{}", name = "look") => ({
  role: "assistant",
  tool_calls: [{ id, type: "function", function: { name, arguments: args } }],
});
const tool = (id = "aaaaaaaa1") => ({ role: "tool", tool_call_id: id, content: "seen" });
const reply = { role: "assistant", content: "Seen." };
const told = chat(user, calls(), tool());
const recalled = chat(user, { ...calls(), reasoning_content: "" }, tool());

export const completionsCases: readonly RuleCase[] = [
  ["C1", told, chat(user, calls(), user, tool()), "messages[1].tool_calls[0]"],
  ["C2", told, chat(user, tool()), "messages[1]"],
  ["C3", told, chat(user, { role: "assistant", content: "" }, user), "messages[1]"],
  ["C4", told, chat(user, calls(""), tool("")), "messages[1].tool_calls[0]"],
  ["C4", told, chat(user, calls(long), tool(long)), "messages[1].tool_calls[0]", "gpt", "openai"],
  ["C5", recalled, told, "messages[1]", "deepseek-v4-pro", "deepseek"],
  ["C6", recalled, told, "messages[1]", "kimi-k3", "moonshotai"],
  ["C9", told, chat(user, calls(), tool(), user), "messages[3]", "mistral-small", "neuralwatt"],
  ["C11", told, chat(user, calls("aaaaaaaa1", "null"), tool()), "messages[1].tool_calls[0]"],
];

export const mistralCases: readonly RuleCase[] = [
  ["M1", told, chat(user, calls("call_1"), tool("call_1")), "messages[1].tool_calls[0]"],
  [
    "M2",
    chat(user, calls(), tool(), reply, user),
    chat(user, calls(), tool(), user),
    "messages[3]",
  ],
  ["M3", told, chat(user, calls(), reply, user), "messages[2]"],
  ["M4", told, chat(user, { role: "assistant", content: "" }, user), "messages[1]"],
  ["M5", told, chat(user, reply), "messages[1]"],
  ["M6", told, chat(user, calls("aaaaaaaa1", "{}", "a b"), tool()), "messages[1].tool_calls[0]"],
];

const contents = (...turns: object[]) => ({ contents: turns });
const says = (...parts: object[]) => ({ role: "user", parts });
const model = (...parts: object[]) => ({ role: "model", parts });
const wish = says({ text: "Look." });
const signature = sealed({ model: "gemini-3.5-flash", text: "", bound: "" });
const functionCall = (more: object = { thoughtSignature: signature }, name = "look") => ({
  functionCall: { name, args: {} },
  ...more,
});
const functionResponse = { functionResponse: { name: "look", response: { output: "seen" } } };
const step = contents(
  wish,
  model(functionCall(), functionCall({})),
  says(functionResponse, functionResponse),
);
const short = (first: object) => contents(wish, model(first), says(functionResponse));

export const googleCases: readonly RuleCase[] = [
  ["G1", step, contents(wish, model(functionCall()), wish), "contents[1]"],
  ["G1", step, contents(wish, model({ text: "x" }), says(functionResponse)), "contents[2]"],
  [
    ...(["G2", step] as const),
    contents(wish, model({ text: "x" }), model(functionCall()), says(functionResponse)),
    "contents[2]",
  ],
  ["G3", step, short(functionCall({})), "contents[1].parts[0]"],
  ["G4", step, contents(says()), "contents[0]"],
  ["G6", step, contents(wish, model({ text: "x" })), "contents[1]"],
  [
    "G7",
    step,
    short(functionCall({ thoughtSignature: "!" })),
    "contents[1].parts[0].thoughtSignature",
  ],
  ["G8", step, contents(model({ text: "x" }), wish), "contents[0]"],
  ["G9", step, short(functionCall(undefined, "")), "contents[1].parts[0]"],
];

export const vertexCases: readonly RuleCase[] = [
  ...googleCases,
  ["G4", step, contents(says({ text: "" })), "contents[0].parts[0]"],
  [
    "G5",
    step,
    contents(wish, model(functionCall()), says(functionResponse, { text: "x" })),
    "contents[2]",
  ],
];
