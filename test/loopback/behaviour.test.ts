import { describe, expect, it } from "vitest";
import {
  type Behaviour,
  behaviourKinds,
  continuesToolCall,
  missingTool,
  type Plan,
  plan,
} from "../../src/loopback/behaviour.ts";
import { type ModelRequest, visibleText } from "../../src/loopback/reply.ts";

const request: ModelRequest = {
  api: "openai-completions",
  model: "some-model",
  messages: [{ role: "user", text: "a question" }],
};
const said = { text: "OK-ff00/cedar two", recalled: true };

describe("plan", () => {
  it("says the right text, all of it, when it is plain", () => {
    const planned = replyPlan({ kind: "plain" });
    expect(planned).toMatchObject({ until: "end", delayMs: 0, reply: { stop: "stop" } });
    expect(visibleText(planned.reply)).toBe(said.text);
  });

  it("puts what it would have said into an error's message", () => {
    const behaviour: Behaviour = { kind: "status", status: 500, message: "lost {reply} / {reply}" };
    expect(plan(behaviour, request, { text: "$&", recalled: false })).toEqual({
      kind: "refuse",
      status: 500,
      message: "lost $& / $&",
    });
  });

  it("asks for a pause only where a behaviour does", () => {
    const behaviour: Behaviour = { kind: "status", status: 429, message: "slow down" };
    expect(plan(behaviour, request, said)).not.toHaveProperty("retryAfterSeconds");
    expect(plan({ ...behaviour, retryAfterSeconds: 7 }, request, said)).toMatchObject({
      retryAfterSeconds: 7,
    });
  });

  it("hides the right text in reasoning", () => {
    const { reply } = replyPlan({ kind: "reasoning-only" });
    expect(reply.pieces).toEqual([{ kind: "reasoning", text: said.text }]);
    expect(visibleText(reply)).toBe("");
  });

  it("hides the right text in the arguments of a tool that nobody has", () => {
    const { reply } = replyPlan({ kind: "tool-arguments-only" });
    expect(reply).toMatchObject({
      pieces: [{ kind: "tool-call", name: missingTool, arguments: { text: said.text } }],
      stop: "tool-use",
    });
    expect(visibleText(reply)).toBe("");
  });

  it("says the right text with the stop reason of a cut", () => {
    const { reply } = replyPlan({ kind: "length" });
    expect(reply.stop).toBe("length");
    expect(visibleText(reply)).toBe(said.text);
  });

  it("breaks each word of the right text once", () => {
    expect(visibleText(replyPlan({ kind: "split" }).reply)).toBe("OK-ff0 0/cedar t wo");
  });

  it("says something else that has nothing of the right text", () => {
    const text = visibleText(replyPlan({ kind: "wrong" }).reply);
    expect(text).not.toContain("OK-");
    expect(text).not.toBe("");
    expect(visibleText(replyPlan({ kind: "wrong", text: "mine" }).reply)).toBe("mine");
  });

  it("says nothing, but normally, when it is empty", () => {
    expect(replyPlan({ kind: "empty" }).reply).toMatchObject({ pieces: [], stop: "stop" });
  });

  it.each([
    [{ kind: "truncate" }, "half"],
    [{ kind: "truncate", after: "text" }, "text"],
    [{ kind: "reset" }, { resetAfterFrames: 0 }],
    [{ kind: "reset", afterFrames: 3 }, { resetAfterFrames: 3 }],
  ] as const)("cuts the right reply where %j says", (behaviour, until) => {
    const planned = replyPlan(behaviour);
    expect(planned.until).toEqual(until);
    expect(visibleText(planned.reply)).toBe(said.text);
  });

  it("waits longer for a slow first token", () => {
    expect(replyPlan({ kind: "slow-first-token", delayMs: 250 }).delayMs).toBe(250);
  });

  it("plans a hang without a reply", () => {
    expect(plan({ kind: "hang" }, request, said)).toEqual({ kind: "hang" });
  });

  it("reports tokens for every reply, so that none looks like a missing count", () => {
    for (const kind of behaviourKinds) {
      const planned = plan(withDefaults(kind), request, said);
      if (planned.kind !== "reply") continue;
      expect(planned.reply.usage.inputTokens, kind).toBeGreaterThan(0);
      expect(planned.reply.usage.outputTokens, kind).toBeGreaterThan(0);
    }
  });
});

it("takes a request that ends in a tool's result for the rest of a turn", () => {
  expect(continuesToolCall(request)).toBe(false);
  const result = { role: "tool", text: "no such tool" } as const;
  expect(continuesToolCall({ ...request, messages: [...request.messages, result] })).toBe(true);
});

function replyPlan(behaviour: Behaviour): Extract<Plan, { kind: "reply" }> {
  const planned = plan(behaviour, request, said);
  if (planned.kind !== "reply") throw new Error(`planned ${planned.kind}, not a reply`);
  return planned;
}

function withDefaults(kind: Behaviour["kind"]): Behaviour {
  return { kind, status: 500, message: "broken", delayMs: 1 } as Behaviour;
}
