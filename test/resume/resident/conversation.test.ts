import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createConversation } from "../../../src/resume/resident/conversation.ts";

const said = (text: string) => ({ text, stopReason: "stop", errorMessage: null });

/** An agent that does nothing by itself: the test plays its events. */
function scene(stays = true) {
  const delivered: string[] = [];
  const agent = { idle: true, aborts: 0 };
  const conversation = createConversation(
    {
      deliver: (text, as) => void delivered.push(`${as}: ${text}`),
      isIdle: () => agent.idle,
      abort: () => {
        agent.aborts += 1;
      },
    },
    stays,
  );
  const begin = (text: string) => {
    agent.idle = false;
    conversation.agentStarted();
    conversation.userStarted(text);
  };
  const finish = (reply: string) => {
    conversation.assistantEnded(said(reply));
    agent.idle = true;
    conversation.settled();
  };
  return { conversation, delivered, agent, begin, finish };
}

/** A scene whose launch turn is over. */
function opened() {
  const it = scene();
  it.begin("launch");
  it.finish("launched");
  it.conversation.open();
  return it;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("before and during the launch turn", () => {
  test("hands nothing over that would push the launch prompt out", async () => {
    const { conversation, delivered, begin } = scene();
    const { accepted } = conversation.send("early", "follow_up");
    expect(await accepted).toEqual({ kind: "done", value: "queued" });
    begin("launch");
    expect(delivered).toEqual([]);
    expect(conversation.isIdle()).toBe(false);
  });

  test("runs what waited as a turn of its own, once the launch turn is over", async () => {
    const { conversation, delivered, begin, finish } = scene();
    const { settled } = conversation.send("early", "follow_up");
    begin("launch");
    finish("launched");
    expect(delivered).toEqual([]);
    conversation.open();
    expect(delivered).toEqual(["followUp: early"]);
    begin("early");
    finish("answered");
    expect(await settled).toEqual({ kind: "done", value: said("answered") });
  });

  test("puts a follow-up into the launch turn where the process will not stay", async () => {
    const { conversation, delivered, begin, finish } = scene(false);
    const { settled } = conversation.send("early", "follow_up");
    begin("launch");
    expect(delivered).toEqual(["followUp: early"]);
    conversation.messageQueued("early");
    conversation.assistantEnded(said("launched"));
    conversation.userStarted("early");
    finish("answered");
    expect(await settled).toEqual({ kind: "done", value: said("answered") });
  });

  test("steers into the launch turn, once its prompt has started", async () => {
    const { conversation, delivered, begin, finish } = scene();
    const steer = conversation.send("left", "steer");
    expect(delivered).toEqual([]);
    begin("launch");
    expect(delivered).toEqual(["steer: left"]);
    conversation.messageQueued("left");
    conversation.assistantEnded(said("launched"));
    conversation.userStarted("left");
    finish("went left");
    expect(await steer.settled).toEqual({ kind: "done", value: said("went left") });
  });

  test.each(["left", "launch"])(
    "never takes its prompt for the steer %j that joined it and did not run",
    async (text) => {
      const { conversation, agent, finish } = scene();
      const steer = conversation.send(text, "steer");
      agent.idle = false;
      conversation.agentStarted();
      conversation.messageQueued(text);
      conversation.userStarted("launch");
      conversation.abort();
      finish("half a reply to the launch prompt");
      expect(await steer.settled).toMatchObject({ kind: "failed" });
    },
  );

  test("takes a reworded steer for the one sent, once the launch prompt has started", async () => {
    const { conversation, begin, finish } = scene();
    const steer = conversation.send("left", "steer");
    begin("launch");
    conversation.messageQueued("left");
    conversation.userStarted("please, left");
    finish("went left");
    expect(await steer.settled).toEqual({ kind: "done", value: said("went left") });
  });

  test("that ended before its prompt started takes no later message for it", async () => {
    const { conversation, agent, begin, finish } = scene();
    agent.idle = false;
    conversation.agentStarted();
    finish("");
    conversation.open();
    const { settled } = conversation.send("one", "follow_up");
    begin("one");
    finish("to one");
    expect(await settled).toEqual({ kind: "done", value: said("to one") });
  });

  test("is not idle before its first turn, though the agent is", () => {
    expect(scene().conversation.isIdle()).toBe(false);
  });
});

describe("the message of the launch", () => {
  test("goes first, whatever was sent before it, and its turn is the launch turn", async () => {
    const { conversation, delivered, begin, finish } = scene();
    const early = conversation.send("early", "follow_up");
    const { accepted, settled } = conversation.launch("launch");
    expect(delivered).toEqual(["followUp: launch"]);
    expect(conversation.isIdle()).toBe(false);
    begin("launch");
    expect(await accepted).toEqual({ kind: "done", value: "running" });
    finish("launched");
    expect(await settled).toEqual({ kind: "done", value: said("launched") });
    expect(conversation.settledTurns).toBe(1);
    expect(delivered).toEqual(["followUp: launch"]);
    conversation.open();
    expect(delivered).toEqual(["followUp: launch", "followUp: early"]);
    begin("early");
    finish("answered");
    expect(await early.settled).toEqual({ kind: "done", value: said("answered") });
  });

  test("is not confused with a steer of the same words that joins its turn", async () => {
    const { conversation, delivered, begin, finish } = scene();
    const launch = conversation.launch("the same");
    const steer = conversation.send("the same", "steer");
    begin("the same");
    expect(delivered).toEqual(["followUp: the same", "steer: the same"]);
    expect(await launch.accepted).toEqual({ kind: "done", value: "running" });
    conversation.messageQueued("the same");
    conversation.assistantEnded(said("to the launch"));
    conversation.userStarted("the same");
    finish("to the steer");
    expect(await steer.settled).toEqual({ kind: "done", value: said("to the steer") });
  });

  test("that was aborted before it ran has failed, and holds nobody up", async () => {
    const { conversation, agent, delivered, finish } = scene();
    const { accepted } = conversation.launch("launch");
    agent.idle = false;
    conversation.agentStarted();
    conversation.abort();
    finish("");
    expect(await accepted).toMatchObject({ kind: "failed" });
    conversation.open();
    conversation.send("next", "follow_up");
    expect(delivered.at(-1)).toBe("followUp: next");
  });

  test("that the agent never takes has failed after a while", async () => {
    const { conversation } = scene();
    const { accepted } = conversation.launch("launch");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await accepted).toMatchObject({
      kind: "failed",
      error: expect.stringContaining("stderr"),
    });
  });

  test("waits its turn where somebody else has begun the first one", async () => {
    const { conversation, delivered, begin, finish } = scene();
    begin("an extension's own message");
    const { accepted, settled } = conversation.launch("launch");
    expect(await accepted).toEqual({ kind: "done", value: "queued" });
    finish("to the extension");
    conversation.open();
    expect(delivered).toEqual(["followUp: launch"]);
    begin("launch");
    finish("launched");
    expect(await settled).toEqual({ kind: "done", value: said("launched") });
  });

  test("is not said after the end", async () => {
    const over = scene().conversation;
    over.end("it was ended");
    const { accepted } = over.launch("launch");
    expect(await accepted).toEqual({ kind: "failed", error: "it was ended" });
  });
});

describe("between turns", () => {
  test("is accepted when the agent has started it, not when it was handed over", async () => {
    const { conversation, begin } = opened();
    const { accepted } = conversation.send("one", "follow_up");
    const early = await Promise.race([accepted, Promise.resolve("not yet")]);
    expect(early).toBe("not yet");
    begin("one");
    expect(await accepted).toEqual({ kind: "done", value: "running" });
  });

  test("never has two messages on their way into an idle agent", async () => {
    const { conversation, delivered, begin, finish } = opened();
    const replies = ["one", "two", "three"].map((text) => conversation.send(text, "follow_up"));
    for (const text of ["one", "two", "three"]) {
      expect(delivered.at(-1)).toBe(`followUp: ${text}`);
      begin(text);
      finish(`to ${text}`);
    }
    expect(delivered).toHaveLength(3);
    const outcomes = await Promise.all(replies.map(({ settled }) => settled));
    expect(outcomes.map((each) => each.kind === "done" && each.value?.text)).toEqual([
      ...["to one", "to two", "to three"],
    ]);
    expect(conversation.isIdle()).toBe(true);
    expect(conversation.settledTurns).toBe(4);
  });

  test("fails a message the agent never starts, and goes on with the next", async () => {
    const { conversation, delivered } = opened();
    const lost = conversation.send("lost", "follow_up");
    conversation.send("next", "follow_up");
    vi.advanceTimersByTime(60_000);
    const outcome = await lost.accepted;
    expect(outcome.kind === "failed" && outcome.error).toContain("did not take the message");
    expect(delivered).toContain("followUp: next");
  });

  test("does not give up on a message while the agent is busy before starting it", () => {
    const { conversation, agent, delivered } = opened();
    conversation.send("slow", "follow_up");
    conversation.send("next", "follow_up");
    agent.idle = false;
    vi.advanceTimersByTime(60_000);
    expect(delivered).toEqual(["followUp: slow"]);
    conversation.end("done");
  });
});

describe("while a turn runs", () => {
  test("steers into it", async () => {
    const { conversation, delivered, begin, finish } = opened();
    conversation.send("one", "follow_up");
    begin("one");
    const steer = conversation.send("left", "steer");
    expect(delivered.at(-1)).toBe("steer: left");
    conversation.messageQueued("left");
    expect(await steer.accepted).toEqual({ kind: "done", value: "queued" });
    conversation.userStarted("left");
    finish("went left");
    expect(await steer.settled).toEqual({ kind: "done", value: said("went left") });
  });

  test("tells the sender when the turn was aborted before the agent took the steer", async () => {
    const { conversation, agent, begin, finish } = opened();
    conversation.send("one", "follow_up");
    begin("one");
    const steer = conversation.send("left", "steer");
    conversation.messageQueued("left");
    expect(conversation.abort()).toBe(true);
    expect(agent.aborts).toBe(1);
    finish("");
    expect((await steer.settled).kind).toBe("failed");
    expect(conversation.isIdle()).toBe(true);
  });

  test("has nothing to abort between turns", () => {
    const { conversation, agent } = opened();
    expect(conversation.abort()).toBe(false);
    expect(agent.aborts).toBe(0);
  });
});

test("leaves nobody waiting when it ends, and takes nothing after", async () => {
  const { conversation, delivered, begin } = opened();
  const one = conversation.send("one", "follow_up");
  begin("one");
  const two = conversation.send("two", "follow_up");
  conversation.end("the session was ended by SIGTERM");
  const three = conversation.send("three", "follow_up");
  for (const { settled } of [one, two, three]) {
    expect(await settled).toEqual({ kind: "failed", error: "the session was ended by SIGTERM" });
  }
  expect(delivered).toEqual(["followUp: one"]);
});

test("a failed attempt that the agent retries is not the reply", async () => {
  const { conversation, begin, finish } = opened();
  const { settled } = conversation.send("one", "follow_up");
  begin("one");
  conversation.assistantEnded({ text: "", stopReason: "error", errorMessage: "429" });
  finish("at last");
  expect(await settled).toEqual({ kind: "done", value: said("at last") });
  expect(conversation.last).toEqual(said("at last"));
});
