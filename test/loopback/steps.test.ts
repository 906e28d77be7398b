// What a prompt tells the embedded model to do, through the whole provider.

import { describe, expect, it } from "vitest";
import { type Step, type StepBlock, stepsLine } from "../../src/loopback/steps.ts";
import { post, testPrefix, until } from "./client.ts";

const path = "/anthropic/v1/messages";
const model = "claude-sonnet-4-6";
const tools = [{ name: "look" }];
type Content = string | readonly object[];
const body = (...messages: { role: string; content: Content }[]) =>
  JSON.stringify({ model, tools, messages });
const user = (content: Content) => ({ role: "user", content });
const assistant = (...content: object[]) => ({ role: "assistant", content });
const joining = 'made by joining these parts with nothing between them: "the end"';
const prompt = (...steps: (Step | readonly StepBlock[])[]) => `${stepsLine(steps)}\n${joining}`;

/** The blocks of a reply, as its stream opens them, and the events that differ. */
function events(text: Buffer) {
  return [...String(text).matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data as string));
}
const opened = (text: Buffer) =>
  events(text)
    .filter(({ type }) => type === "content_block_start")
    .map(({ content_block }) => content_block);

describe("steps", () => {
  const called = prompt([{ think: "Hm." }, { call: "look", with: { at: 1 } }], [{ answer: true }]);

  it("make the model think and call a tool, with ids from the reply's position", async () => {
    const { prefix } = await testPrefix();
    const asked = body(user("Hello."), assistant({ type: "text", text: "Hi." }), user(called));
    const [one, two] = [
      await post(prefix.baseUrl + path, asked),
      await post(prefix.baseUrl + path, asked),
    ];
    expect(opened(one.body)).toMatchObject([
      { type: "thinking" },
      { type: "tool_use", id: "toolu_c00001b01r00", name: "look" },
    ]);
    expect(events(one.body).find(({ delta }) => delta?.stop_reason)).toMatchObject({
      delta: { stop_reason: "tool_use" },
    });
    expect(opened(two.body)).toEqual(opened(one.body));
  });

  it("go on when the tool has answered, and end with what the prompt asks", async () => {
    const { prefix, records } = await testPrefix({ providerRules: "strict" });
    const use = { type: "tool_use", id: "toolu_c00000b00", name: "look", input: {} };
    const result = { type: "tool_result", tool_use_id: use.id, content: "seen" };
    await post(prefix.baseUrl + path, body(user(called), assistant(use), user([result])));
    expect(records).toMatchObject([{ replyText: "the end", breaches: [] }]);
  });

  it("never give an id that the conversation already holds", async () => {
    const { prefix } = await testPrefix();
    const use = { type: "tool_use", id: "toolu_c00007b00", name: "look", input: {} };
    const result = { type: "tool_result", tool_use_id: use.id, content: "seen" };
    const kept = [user("Summary."), assistant(use), user([result]), user(called)];
    const { body: reply } = await post(prefix.baseUrl + path, body(...kept));
    expect(opened(reply)[1]).toMatchObject({ id: "toolu_c00008b01r00" });
  });

  it("are not followed where they are only quoted", async () => {
    const { prefix, records } = await testPrefix();
    await post(prefix.baseUrl + path, body(user(`Summarise this:\n${called}`)));
    expect(records[0]?.replyText).toBe("the end");
  });

  it("fail the first attempts as told, without another id in the end", async () => {
    const { prefix, records } = await testPrefix();
    const busy = { kind: "status", status: 429, message: "slow down" } as const;
    const asked = body(user(prompt({ blocks: [{ call: "look" }], first: [busy] })));
    const replies = [
      await post(prefix.baseUrl + path, asked),
      await post(prefix.baseUrl + path, asked),
    ];
    expect(replies.map(({ status }) => status)).toEqual([429, 200]);
    expect(opened(replies[1]?.body as Buffer)).toMatchObject([{ id: "toolu_c00000b00" }]);
    expect(records.map(({ outcome }) => outcome)).toEqual(["refused", "replied"]);
    // Who counts what a provider refuses must not take it for one of those.
    expect(records.map(({ behaviour }) => behaviour)).toEqual(["status", "plain"]);
  });

  it("stall after so much of the reply until the client leaves", async () => {
    const { prefix, records } = await testPrefix();
    const asked = body(user(prompt({ blocks: [{ say: "begun" }], stall: "text" })));
    const leaving = new AbortController();
    const cut = post(prefix.baseUrl + path, asked, { signal: leaving.signal });
    const failed = expect(cut).rejects.toThrow();
    await until(() => records.length > 0);
    leaving.abort();
    await failed;
    expect(records).toMatchObject([{ outcome: "hung", status: 200 }]);
  });

  it("stop by length with a call, and report the usage that they name", async () => {
    const { prefix, records } = await testPrefix();
    const cut = { blocks: [{ call: "look" }], stop: "length", usage: { input: 990_000 } } as const;
    const { body: reply } = await post(prefix.baseUrl + path, body(user(prompt(cut))));
    expect(events(reply).at(-2)).toMatchObject({
      delta: { stop_reason: "max_tokens" },
      usage: { input_tokens: 990_000 },
    });
    expect(records[0]?.usage).toMatchObject({ input: 990_000, cachedInput: 0 });
  });

  it("say a text as often as they tell", async () => {
    const { prefix, records } = await testPrefix();
    const asked = body(user(prompt([{ say: "more ", times: 3 }])));
    await post(prefix.baseUrl + path, asked);
    expect(records[0]?.replyText).toBe("more more more ");
  });

  it.each([
    ["[", "not JSON"],
    ['[{"say":"x"}]', 'steps[0] must be a list of blocks, or an object with "blocks".'],
    ['[[{"tell":"x"}]]', "steps[0].blocks[0] must have exactly one of"],
    ['[{"blocks":[],"wait":1}]', "steps[0].wait is no field of a step."],
  ])("that cannot be read are refused in words: %s", async (line, words) => {
    const { prefix, records } = await testPrefix();
    const answer = await post(prefix.baseUrl + path, body(user(`Model steps: ${line}`)));
    expect(answer.status).toBe(400);
    expect(records[0]?.refusal).toContain(words);
  });
});
