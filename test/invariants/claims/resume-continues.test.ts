import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/evidence/cell.ts";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { resumeContinues } from "../../../src/invariants/claims/resume-continues.ts";
import { evidenceOf, plainV2 } from "../sample.ts";

type Request = EventBodies["model-requested"];
type Values = NonNullable<Request["values"]>;
type Fields = { readonly [Name in keyof Request]?: Request[Name] | undefined };

const prompt = { model: "m", "input[0].content[0].text": "aa", "tools[0].name": "tt" };

function judged(resumed: Fields, twin: Fields = { values: prompt }, cell: Partial<Cell> = {}) {
  const events = plainV2.events.map((event) => {
    if (event.type !== "model-requested") return event;
    if (event.turn === "resume") return { ...event, ...resumed } as typeof event;
    return event.turn === "twin" ? ({ ...event, ...twin } as typeof event) : event;
  });
  return resumeContinues.judge(evidenceOf({ cell: { ...plainV2.cell, ...cell }, events }));
}

const differing = (before: Values, after: Values, more: Fields = {}) =>
  judged({ values: after, ...more }, { values: before }).because.replace(/event \d+/g, "event");

test("holds where both requests say the same", () => {
  const { verdict, because, events } = judged({ values: prompt });
  expect(verdict).toBe("holds");
  expect(because).toMatch(/^event \d+ says what event \d+ said, in 3 values$/);
  expect(events).toHaveLength(2);
});

describe("a difference", () => {
  test("is told by its path, as changed, gone or new", () => {
    const { "tools[0].name": _, ...rest } = prompt;
    const after = { ...rest, model: "n", "tools[0].title": "uu" };
    const { verdict, events } = judged({ values: after });
    expect({ verdict, events: events.length }).toEqual({ verdict: "violated", events: 2 });
    expect(differing(prompt, after)).toBe(
      "event differs from its twin's request (event) in model (changed), tools[0].name (gone), tools[0].title (new); it costs: cache, tools",
    );
  });

  test("is one of five that are told, and the others are counted", () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`input[${n}].id`, "x"]));
    expect(differing({}, many)).toContain(
      "input[3].id (new), input[4].id (new) and 2 more; it costs: cache",
    );
    const five = Object.fromEntries(Object.entries(many).slice(2));
    expect(differing({}, five)).toContain("input[6].id (new); it costs: cache");
  });

  test.each<[path: string, cost: string]>([
    ["prompt_cache_key", "cache"],
    ["header session_id", "cache"],
    ["header x-client-request-id", "cache"],
    ["header x-affinity", "cache"],
    ["messages[0].content[0].cache_control.ttl", "cache"],
    ["instructions", "cache"],
    ["systemInstruction.parts[0].text", "cache"],
    ["context.tools[0].name", "cache, tools"],
    ["toolConfig.tools[0].toolSpec.name", "cache, tools"],
    ["input[2].encrypted_content", "cache, reasoning"],
    ["contents[1].parts[0].thoughtSignature", "cache, reasoning"],
    ["reasoning.effort", "reasoning"],
    ["thinking.budget_tokens", "reasoning"],
    ["messages[0].content[1].source.data", "cache, images"],
    ["contents[0].parts[1].inlineData.data", "cache, images"],
    ["input[0].content[1].image_url", "cache, images"],
    ["contents[0].parts[1].mimeType", "cache, images"],
    ["messages[0].content[1].source.data.length", "cache"],
    ["contents[0].parts[1].mimeTypes", "cache"],
    ["input[0].tools", "cache"],
    ["input[0].toolsAdded[0].name", "cache, tools"],
    ["my.messages[0].text", "settings"],
    ["max_output_tokens", "settings"],
    ["header user-agent", "settings"],
  ])("at %s costs: %s", (path, cost) => {
    const told = differing({ [path]: "aa" }, { [path]: "bb" });
    expect(told.split("(changed); it costs: ")[1]).toBe(cost);
  });

  test("is one of order where all is there at other places", () => {
    const before = { "input[0].text": "aa", "input[1].text": "bb" };
    const after = { "input[0].text": "bb", "input[1].text": "aa" };
    expect(differing(before, after)).toMatch(/it costs: cache, order$/);
    expect(differing(before, { ...after, "input[2].text": "aa" })).toMatch(/it costs: cache$/);
    const moved = { "input[0].text": "bb", "input[3].text": "aa" };
    expect(differing({ "input[0].text": "bb", "input[2].text": "aa" }, moved)).toMatch(
      /input\[2\]\.text \(gone\), input\[3\]\.text \(new\); it costs: cache, order$/,
    );
  });
});

describe("what differs between any two processes", () => {
  const request = (wireApi: string, path: string) =>
    judged({ values: { [path]: "bb" }, wireApi }, { values: { [path]: "aa" } }).verdict;

  test.each([
    ["openai-codex-responses", "previous_response_id"],
    ["openai-codex-responses", "input[12].status"],
    ["pi-messages", "context.messages[3].timestamp"],
    ["pi-messages", "timestamp"],
    ["pi-messages", "context.messages[3].diagnostics[0].timestampMs"],
    ["pi-messages", "context.messages[3].diagnostics[0].details.url"],
    ["pi-messages", "context.messages[3].diagnostics[12].details.url"],
  ])("is no difference in %s: %s", (wireApi, path) => {
    expect(request(wireApi, path)).toBe("holds");
    expect(request("openai-responses", path)).toBe("violated");
  });

  test.each([
    ["openai-codex-responses", "input[1].status.more"],
    ["openai-codex-responses", "x.input[1].status"],
    ["openai-codex-responses", "previous_response_id.more"],
    ["pi-messages", "context.messages[3].diagnostics[0].details.url.more"],
    ["openai-codex-responses", "x.previous_response_id"],
    ["pi-messages", "context.messages[3].timestamps"],
    ["pi-messages", "my-timestamp"],
    ["pi-messages", "context.messages[3].details.url"],
  ])("is not: %s, %s", (wireApi, path) => {
    expect(request(wireApi, path)).toBe("violated");
  });
});

describe("it is not asked", () => {
  test("of a cell without a twin, with the reason", () => {
    const { twin: _, ...cell } = plainV2.cell;
    const without = (more: Partial<Cell>) =>
      resumeContinues.judge(evidenceOf({ cell: { ...cell, ...more }, events: plainV2.events }));
    expect(without({})).toMatchObject({
      verdict: "not-applicable",
      because: "no process of the cell went on without being stopped",
    });
    const history = { name: "tool-killed", fate: "kept", shows: [], killed: true } as const;
    expect(without({ history }).because).toContain("the agent was killed in its last turn");
    const { killed: _killed, ...whole } = history;
    expect(without({ history: whole }).because).toContain("went on without being stopped");
  });

  test("where no turn is resumed", () => {
    const expectation = { kind: "sent" } as const;
    const { verdict, because } = judged({ values: {} }, { values: prompt }, { expectation });
    expect(verdict).toBe("not-applicable");
    expect(because).toContain("no turn is resumed");
    const failed = { expectation: { kind: "turn-failed" } } as const;
    expect(judged({ values: {} }, { values: prompt }, failed).verdict).toBe("violated");
  });

  test("where another model was asked", () => {
    const { verdict, because } = judged({ values: {}, model: "another" });
    expect(verdict).toBe("not-applicable");
    expect(because).toContain("of which model-identity tells");
  });

  test("where the lane has words of its own for the message", () => {
    const { nonces } = plainV2.cell;
    const { verdict, because } = judged({ values: {}, lastUserText: `Sir, ${nonces.resumeUser}` });
    expect(verdict).toBe("not-applicable");
    expect(because).toMatch(/^the lane says the message in words of its own \(event \d+\)$/);
  });
});

describe("it is unknown", () => {
  test("where the twin never asked its model", () => {
    const { verdict, because } = judged({ values: prompt }, { values: undefined });
    expect({ verdict, because }).toEqual({
      verdict: "unknown",
      because: "the process that was to go on never asked its model",
    });
  });

  test("where the resumed request was not seen, or was one for a summary", () => {
    const because = "the resumed turn's request was not seen";
    for (const fields of [{ values: undefined }, { values: prompt, lastUserText: "Summarise." }]) {
      const found = judged(fields);
      expect(found).toMatchObject({ verdict: "unknown", because });
      expect(found.events).toHaveLength(1);
    }
  });
});
