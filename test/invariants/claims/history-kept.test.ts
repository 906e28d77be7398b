import { expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { historyKept } from "../../../src/invariants/claims/history-kept.ts";
import { change, evidenceOf, nonces, plainV2, the } from "../sample.ts";

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
