import { expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { promptAndToolsKept } from "../../../src/invariants/claims/prompt-and-tools-kept.ts";
import { change, evidenceOf, plainV2, type Sample, the } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

type Told = NonNullable<EventBodies["model-requested"]["told"]>;

const told: Told = { instructions: "aa11", tools: { bash: "b1", read: "r1" } };

/** No request of the sample says what it tells the model. */
const untold: Sample = {
  ...plainV2,
  events: plainV2.events.map((event) => {
    if (event.type !== "model-requested") return event;
    const { told: _, ...rest } = event;
    return rest;
  }),
};

/** The sample with what these of its requests tell the model. */
function telling(told: Partial<Record<"seed" | "twin" | "resume" | "follow-up", Told>>) {
  return Object.entries(told).reduce<Sample>((so, [turn, told]) => {
    const request = the("model-requested", { turn });
    return change(so, request, (event) => ({ ...event, told }) as typeof event);
  }, untold);
}

const judged = (told: Parameters<typeof telling>[0]) =>
  promptAndToolsKept.judge(evidenceOf(telling(told)));

test("a model that is told the same is the same agent", () => {
  expect(judged({ seed: told, resume: told, "follow-up": told }).verdict).toBe("holds");
});

test.each<[string, Partial<Told>, string]>([
  ["another system prompt", { instructions: "bb22" }, "another system prompt"],
  ["a tool less", { tools: { bash: "b1" } }, "without the tools read"],
  ["a tool more", { tools: { ...told.tools, edit: "e1" } }, "with new tools edit"],
  [
    "another tool of a name",
    { tools: { bash: "b2", read: "r1" } },
    "with other declarations of bash",
  ],
])("%s on resume is named", (_what, changes, words) => {
  const sample = telling({ seed: told, resume: { ...told, ...changes } });
  expect(toldBy(promptAndToolsKept)(sample)).toBe(
    `violated: the resume request ([model-requested 3]) tells the model otherwise than the seed's ([model-requested]): ${words}`,
  );
  expect(shownBy(promptAndToolsKept)(sample)).toEqual(["[model-requested]", "[model-requested 3]"]);
});

test("after a summary at its end a session is told anew, and nothing is compared", () => {
  const sample = telling({ seed: { ...told, tools: {} }, resume: told });
  const seed = the("model-requested", { turn: "seed" });
  const summary = change(sample, seed, (event) => ({ ...event, userMessages: 1 }) as typeof event);
  expect(promptAndToolsKept.judge(evidenceOf(summary)).verdict).toBe("not-applicable");
});

test("a follow-up counts as much as the turn before it", () => {
  const { verdict, because } = judged({
    seed: told,
    resume: told,
    "follow-up": { ...told, instructions: "bb22" },
  });
  expect(verdict).toBe("violated");
  expect(because).toContain("the follow-up request");
});

test("without a look at the seed's request nothing is compared", () => {
  expect(judged({ resume: told }).verdict).toBe("not-applicable");
});

test("without a look at a later request nothing is compared", () => {
  expect(judged({ seed: told }).verdict).toBe("not-applicable");
});

test("another model may be told otherwise", () => {
  const sample = [untold, plainV2].map((each) =>
    change(each, the("model-requested", { turn: "resume" }), (event) => ({
      ...event,
      model: "another",
      told: { ...told, instructions: "bb22" },
    })),
  );
  for (const each of sample)
    expect(promptAndToolsKept.judge(evidenceOf(each)).verdict).not.toBe("violated");
});

test("what a compaction asks for is no turn", () => {
  const bare = { instructions: "bb22", tools: {} };
  const asked = (userMessages: number) => {
    const resumed = the("model-requested", { turn: "resume" });
    return promptAndToolsKept.judge(
      evidenceOf(change(plainV2, resumed, { told: bare, userMessages })),
    );
  };
  expect(asked(1).verdict).toBe("holds");
  expect(asked(2).verdict).toBe("violated");
});

test("a session that was changed by hand says what counts, and nobody compares", () => {
  const made = (made: "by-hand" | "turns") =>
    ({
      type: "history-made",
      history: "lost-line",
      how: "turns",
      made,
      entries: {},
      leaf: null,
      bytes: 1,
    }) as const;
  const events = (how: "by-hand" | "turns") => [made(how), ...plainV2.events];
  const judge = (how: "by-hand" | "turns") =>
    toldBy(promptAndToolsKept)({ ...plainV2, events: events(how) });
  expect(judge("by-hand")).toBe(
    "not-applicable: the session was changed by hand: what it says of it counts, not what was told",
  );
  expect(judge("turns")).toMatch(/^holds/);
});

test("all that is otherwise is told, request by request", () => {
  const after = { instructions: "bb22", tools: { edit: "e1", grep: "g1" } };
  const sample = telling({ seed: told, resume: after, "follow-up": after });
  const words = "another system prompt, without the tools bash, read, with new tools edit, grep";
  expect(toldBy(promptAndToolsKept)(sample)).toBe(
    `violated: the resume request ([model-requested 3]) tells the model otherwise than the seed's ([model-requested]): ${words}; ` +
      `the follow-up request ([model-requested 4]) tells the model otherwise than the seed's ([model-requested]): ${words}`,
  );
  expect(shownBy(promptAndToolsKept)(sample)).toEqual([
    "[model-requested]",
    "[model-requested 3]",
    "[model-requested 4]",
  ]);
});

test("each request is told beside the seed's; the twin's is none of the resume's", () => {
  const sample = telling({
    seed: told,
    twin: { ...told, instructions: "bb22" },
    resume: told,
    "follow-up": told,
  });
  expect(toldBy(promptAndToolsKept)(sample)).toBe(
    "holds: [model-requested 3] as [model-requested], [model-requested 4] as [model-requested]",
  );
  expect(shownBy(promptAndToolsKept)(sample)).toEqual([
    "[model-requested]",
    "[model-requested 3]",
    "[model-requested 4]",
  ]);
  expect(toldBy(promptAndToolsKept)(telling({ seed: told, twin: told }))).toBe(
    "not-applicable: no resumed turn asked the model of the seed, and was seen with what it tells",
  );
});

test("a model in another wire format, and another model, may be told otherwise", () => {
  const otherwise = telling({ seed: told, resume: { ...told, instructions: "bb22" } });
  for (const fields of [{ wireApi: "google-vertex" }, { model: "another" }]) {
    const sample = change(otherwise, the("model-requested", { turn: "resume" }), fields);
    expect(toldBy(promptAndToolsKept)(sample)).toMatch(/^not-applicable/);
  }
});

test("what has tools is no compaction, though it is the only message", () => {
  const resumed = the("model-requested", { turn: "resume" });
  const otherwise = { told: { ...told, instructions: "bb22" }, userMessages: 1 };
  expect(toldBy(promptAndToolsKept)(change(plainV2, resumed, otherwise))).toMatch(/^violated/);
});
