// What is said of a reply, and of what came instead of one.
import { describe, expect, test } from "vitest";
import { assistantReplied } from "../../../src/invariants/claims/assistant-replied.ts";
import { recovered } from "../recovered.ts";
import {
  after,
  assistant,
  change,
  ending,
  line,
  lines,
  nonces,
  plainV1,
  plainV2,
  replyText,
  reword,
  type Sample,
  seeded,
  the,
  v2Cell,
  withCell,
  without,
} from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

const told = toldBy(assistantReplied);
const shown = shownBy(assistantReplied);

const reply = line(lines.resumeReply);
const request = the("model-requested", { turn: "resume" });
const speechless = reword(plainV1, lines.resumeReply, nonces.resumeReply, "sure,");
const failing = (sample: Sample) => withCell(sample, { expectation: { kind: "turn-failed" } });

test("a reply is told by its place; each one that was given", () => {
  expect(told(plainV2)).toBe(
    'holds: line 6 ([session-entry 6]) holds OK-99cc00dd, stop reason "stop"',
  );
  const twice = after(plainV2, reply, assistant(6.5, replyText));
  expect(told(twice)).toMatch(/^holds: line 6 \(.*\), line 6.5 \(.*\) holds/);
});

describe("a reply that is missing", () => {
  test("is told by how the assistant's entries ended instead", () => {
    const text = `sure, ${nonces.recall}`;
    expect(told(speechless)).toBe(
      "violated: no good reply with OK-99cc00dd: " +
        `line 6 ([session-entry 6]) stopped with "stop" after ${text.length} characters`,
    );
    expect(shown(speechless)).toEqual(["[session-entry 6]"]);
    const tries = after(speechless, reply, assistant(7, "", { stopReason: "aborted" }));
    expect(told(tries)).toMatch(
      / characters, line 7 .* stopped with "aborted" after 0 characters$/,
    );
  });

  test("is told as none where the assistant said nothing", () => {
    expect(told(without(plainV1, reply))).toBe(
      "violated: no good reply with OK-99cc00dd: no reply at all",
    );
  });

  test("is told by where its nonce turned up instead", () => {
    const { resumeReply } = nonces;
    const toolCalls = [
      { name: "say", argumentsText: resumeReply },
      { name: "look", argumentsText: "{}" },
    ];
    const everywhere = change(plainV1, reply, {
      stopReason: "error",
      reasoning: resumeReply,
      toolCalls,
      errorMessage: `500 in ${resumeReply}`,
    });
    const where = "line 6 ([session-entry 6]) has it";
    expect(told(everywhere)).toBe(
      `violated: no good reply with OK-99cc00dd: ${where} with stop reason "error", ` +
        `${where} in its reasoning, ${where} in a tool's arguments, ${where} in its error message`,
    );
  });

  test("is not taken for one that stands in the prompt", () => {
    const given = reword(speechless, lines.resumeUser, " and the token", ` ${nonces.resumeReply}`);
    expect(told(given)).toMatch(
      /^violated: the prompt at line 5 .* holds OK-99cc00dd in one piece; .*: line 6 .* stopped with/,
    );
  });

  test("is a live provider's fault, and told as that", () => {
    const down = change(plainV1, reply, { text: "", stopReason: "error", errorMessage: "503" });
    expect(told(withCell(without(down, request), { fidelity: "live" }))).toBe(
      "unknown: the provider failed at line 6 ([session-entry 6]): 503",
    );
  });
});

describe("a reply that the provider never ended", () => {
  const broken = change(plainV2, request, { outcome: "truncated" });

  test("is told by how its requests ended", () => {
    expect(told(broken)).toBe(
      "violated: no reply of the provider was whole ([model-requested 3]: truncated), " +
        'yet line 6 ([session-entry 6]) says "stop"',
    );
    const twice = after(broken, request, {
      type: "model-requested",
      turn: "resume",
      wireApi: "openai-responses",
      messages: 3,
      transport: "sse",
      model: "gpt-5.4",
      userMessages: 2,
      status: 200,
      durationMs: 1,
      lastUserText: "",
      recalled: true,
      outcome: "replied",
      behaviour: "length",
    });
    expect(told(after(twice, reply, assistant(6.5, replyText)))).toMatch(
      /\(.* 3\]: truncated, .* 4\]: length\), yet line 6 \(.*\), line 6.5 \(.*\) says "stop"$/,
    );
  });

  test("counts where a later request was answered in whole", () => {
    const event = plainV2.events.find(
      (each) => each.type === "model-requested" && each.turn === "resume",
    );
    expect(told(after(broken, request, ...(event ? [event] : [])))).toMatch(/^holds/);
  });

  test("is not complained of where the session holds no reply at all", () => {
    const none = change(speechless, request, { outcome: "truncated" });
    expect(told(none)).not.toContain("whole");
  });
});

describe("a turn that was to fail", () => {
  test("is told by how its attempts ended", () => {
    const error = { stopReason: "error", errorMessage: "400", text: "" } as const;
    const once = failing(change(plainV2, reply, error));
    const as = "holds: no good reply with OK-99cc00dd, as scripted: ";
    expect(told(once)).toBe(
      `${as}line 6 ([session-entry 6]) stopped with "error" after 0 characters`,
    );
    expect(shown(once)).toEqual(["[session-entry 6]"]);
    expect(told(after(once, reply, assistant(6.5, "", error)))).toMatch(/characters, line 6.5 /);
    expect(told(failing(without(plainV2, reply)))).toBe(`${as}no reply at all`);
  });

  test("is told by each good reply that came all the same", () => {
    expect(told(failing(after(plainV2, reply, assistant(6.5, replyText))))).toMatch(
      /^violated: the turn was to fail, but line 6 \(.*\), line 6.5 \(.*\) is a good reply with OK-/,
    );
  });

  test("is not recovered from by a reply that was cut off", () => {
    expect(told(recovered)).toMatch(/^holds/);
    expect(told(change(recovered, line(lines.followUpReply), { stopReason: "length" }))).toBe(
      "violated: no recovery: no reply with MORE-5e6f7a8b",
    );
  });
});

test("without a reply that was due it tells why nothing can be said", () => {
  const idle: Sample = { cell: v2Cell, events: [...seeded, ...ending()] };
  expect(told(without(idle, the("session-entry")))).toBe(
    "unknown: no entry of the session was recorded",
  );
  expect(told(withCell(idle, { expectation: { kind: "delivered" } }))).toBe(
    'not-applicable: scenario plain expects "delivered": no reply is owed',
  );
});
