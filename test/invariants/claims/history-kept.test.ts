import { describe, expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { historyKept } from "../../../src/invariants/claims/history-kept.ts";
import { after, before, change, evidenceOf, nonces, plainV2, the, without } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

type Request = EventBodies["model-requested"];
type Held = EventBodies["history-held"];

const parts: Held["parts"] = [
  { kind: "prompt", entryId: "e1", digests: ["aa"] },
  { kind: "result", entryId: "e2", digests: ["bb", "b2"] },
  { kind: "image", entryId: "e3", digests: ["cc"] },
  { kind: "signature", entryId: null, digests: ["dd"] },
];
const whole = { "m[0].text": "aa", "m[1].output": "b2", "m[2].data": "cc", "m[3].seal": "dd" };
const words = `once more, ${nonces.resumeUser}`;

function judged(
  fields: { readonly [Name in keyof Request]?: Request[Name] | undefined },
  held: Held["parts"] | null = parts,
) {
  const request = the("model-requested", { turn: "resume" });
  const unread = plainV2.events.filter(({ type }) => type !== "history-held");
  const sample = change(
    { ...plainV2, events: unread },
    request,
    (event) => ({ ...event, lastUserText: words, ...fields }) as typeof event,
  );
  const read = { type: "history-held", path: "/one.jsonl", parts: held ?? [] } as const;
  const events = held === null ? sample.events : [read, ...sample.events];
  return historyKept.judge(evidenceOf({ ...sample, events }));
}

test("holds where each part is there, in whatever way it is written", () => {
  const { verdict, because, events } = judged({ values: whole });
  expect(verdict).toBe("holds");
  expect(because).toContain("all 4 parts of the session");
  expect(events).toHaveLength(2);
});

test("names the kind and the entry of what is not told again", () => {
  const { verdict, because, events } = judged({ values: { "m[0].text": "aa", "m[2].data": "cc" } });
  expect(verdict).toBe("violated");
  expect(because).toContain(
    "lacks the result of a tool in entry e2, the signature in entry without an id (held: ",
  );
  expect(events).toHaveLength(2);
});

test("tells five of many, and how many more there are", () => {
  const digests = ["ee"];
  const many = Array.from({ length: 7 }, () => ({
    kind: "image" as const,
    entryId: "e9",
    digests,
  }));
  const { because } = judged({ values: whole }, many);
  expect(because).toContain(`${Array(5).fill("the image in entry e9").join(", ")} and 2 more (`);
  expect(judged({ values: whole }, many.slice(2)).because).not.toContain("more");
});

test("is asked of a recovery's request by the recovery's own words", () => {
  const recovery = { turn: "recovery", values: {} } as const;
  const { verdict } = judged({ ...recovery, lastUserText: `${nonces.followUpUser}?` });
  expect(verdict).toBe("violated");
  expect(judged({ ...recovery, lastUserText: words }).verdict).toBe("not-applicable");
});

test.each([
  ["a summary that the agent asks for", { values: {}, lastUserText: "Summarise this." }],
  ["the seed's own turn", { values: {}, turn: "seed" as const }],
  [
    "a follow-up, whose session is not taken up",
    { values: {}, turn: "follow-up" as const, lastUserText: `${nonces.followUpUser}!` },
  ],
  ["a request of which nothing was kept", { values: undefined }],
])("is not asked of %s", (_what, fields) => {
  const { verdict, because } = judged(fields);
  expect({ verdict, because }).toEqual({
    verdict: "not-applicable",
    because: "what a resumed turn told the model was not seen",
  });
});

test("is not asked where nobody read the session", () => {
  const { verdict, because } = judged({ values: {} }, null);
  expect(verdict).toBe("not-applicable");
  expect(because).toContain("nobody read");
});

describe("two requests that take the session up", () => {
  const resume = the("model-requested", { turn: "resume" });
  const two = (first: Request["values"], second: Request["values"]) => {
    const read = { type: "history-held", path: "/one.jsonl", parts } as const;
    const whole = before(without(plainV2, the("history-held")), resume, read);
    const asked = whole.events.find(
      (event) => event.type === "model-requested" && event.turn === "resume",
    );
    const recovery = { turn: "recovery", lastUserText: nonces.followUpUser, values: second };
    const later = { ...asked, ...recovery } as (typeof whole.events)[number];
    return after(change(whole, resume, { values: first }), resume, later);
  };

  test("are both told where all is there", () => {
    const sample = two(whole, whole);
    expect(toldBy(historyKept)(sample)).toBe(
      "holds: [model-requested 3], [model-requested 4]: all 4 parts of the session ([history-held]) are there",
    );
    expect(shownBy(historyKept)(sample)).toEqual([
      "[history-held]",
      "[model-requested 3]",
      "[model-requested 4]",
    ]);
  });

  test("are told with what each lacks, and the one that lacks nothing is not", () => {
    const { "m[0].text": _, ...promptless } = whole;
    const both = "[model-requested 3] lacks the prompt in entry e1; [model-requested 4] lacks";
    expect(toldBy(historyKept)(two(promptless, promptless))).toBe(
      `violated: ${both} the prompt in entry e1 (held: [history-held])`,
    );
    expect(shownBy(historyKept)(two(whole, promptless))).toEqual([
      "[history-held]",
      "[model-requested 4]",
    ]);
  });
});
