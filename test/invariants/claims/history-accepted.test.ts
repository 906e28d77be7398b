import { expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { historyAccepted } from "../../../src/invariants/claims/history-accepted.ts";
import { after, change, evidenceOf, plainV2, type Sample, the } from "../sample.ts";
import { shownBy, toldBy } from "../told.ts";

type Request = EventBodies["model-requested"];

const breach = { rule: "M2", sentence: "Roles come in order.", path: "messages[3]" };

/** Nothing was held against the rules but what a test adds. */
const unlooked: Sample = {
  ...plainV2,
  events: plainV2.events.map((event) => {
    if (event.type !== "model-requested") return event;
    const { breaches: _, ...rest } = event;
    return rest;
  }),
};

function judged(turn: Request["turn"], fields: Partial<Request>) {
  const request = the("model-requested", { turn });
  const sample = change(unlooked, request, (event) => ({ ...event, ...fields }) as typeof event);
  return historyAccepted.judge(evidenceOf(sample));
}

test("a request that breaks no rule is accepted", () => {
  expect(judged("resume", { breaches: [] })).toMatchObject({ verdict: "holds" });
});

test("a firm rule that is broken is named with its place and its sentence", () => {
  const { verdict, because } = judged("resume", { breaches: [{ ...breach, strength: "firm" }] });
  expect(verdict).toBe("violated");
  expect(because).toContain("would be refused by");
  expect(because).toContain("rule M2 of openai-responses at messages[3]: Roles come in order.");
});

test("a refused request is told as refused", () => {
  const breaches = [{ ...breach, strength: "firm" }] as const;
  expect(judged("resume", { breaches, refusedBy: breach }).because).toContain("was refused");
});

test("rules that nobody is sure of are no reason to fail", () => {
  for (const strength of ["weak", "unconfirmed"] as const) {
    expect(judged("resume", { breaches: [{ ...breach, strength }] }).verdict).toBe("holds");
  }
});

test("the seed's own requests are none of a resume's", () => {
  const { verdict } = judged("seed", { breaches: [{ ...breach, strength: "firm" }] });
  expect(verdict).toBe("not-applicable");
});

test("what a follow-up carries of an odd reply is not the history's", () => {
  const { verdict } = judged("follow-up", { breaches: [{ ...breach, strength: "firm" }] });
  expect(verdict).toBe("not-applicable");
});

test("evidence without a look at the rules is not judged by them", () => {
  expect(historyAccepted.judge(evidenceOf(unlooked)).verdict).toBe("not-applicable");
});

const told = toldBy(historyAccepted);
const shown = shownBy(historyAccepted);

/** The resumed turn's request, and one that a recovery makes after it. */
function recovering(resumed: Partial<Request>, recovery: Partial<Request>): Sample {
  const resume = the("model-requested", { turn: "resume" });
  const asked = unlooked.events.find(
    (event) => event.type === "model-requested" && event.turn === "resume",
  );
  const later = { ...asked, turn: "recovery", ...recovery } as (typeof unlooked.events)[number];
  return after(change(unlooked, resume, resumed), resume, later);
}

const firm = [{ ...breach, strength: "firm" }] as const;

test("a request that nobody held against the rules is not among those that are told", () => {
  expect(told(unlooked)).toBe(
    "not-applicable: no request of a resumed turn was held against the provider's rules",
  );
  const checked = recovering({}, { breaches: [] });
  expect(told(checked)).toBe("holds: [model-requested 4]: no rule is broken");
  expect(shown(checked)).toEqual(["[model-requested 4]"]);
});

test("a recovery takes the session up as well, and all requests are told", () => {
  const accepted = recovering({ breaches: [] }, { breaches: [] });
  expect(told(accepted)).toBe("holds: [model-requested 3], [model-requested 4]: no rule is broken");
  const second = recovering({ breaches: [] }, { breaches: firm });
  expect(told(second)).toBe(
    "violated: the recovery request would be refused by the real provider ([model-requested 4]), rule M2 of openai-responses at messages[3]: Roles come in order.",
  );
  expect(shown(second)).toEqual(["[model-requested 4]"]);
});

test("each request is told by itself, and each rule once, with the last place", () => {
  const more = {
    rule: "M4",
    sentence: "Ids are short.",
    path: "messages[5]",
    strength: "firm",
  } as const;
  const twice = { ...firm[0], path: "messages[7]" };
  const weak = { ...more, rule: "M9", strength: "weak" } as const;
  const both = recovering(
    { breaches: [...firm, more, twice, weak], refusedBy: breach },
    { breaches: [more] },
  );
  expect(told(both)).toBe(
    "violated: the resume request was refused ([model-requested 3]), rule M2 of openai-responses at messages[7]: Roles come in order., rule M4 of openai-responses at messages[5]: Ids are short.; " +
      "the recovery request would be refused by the real provider ([model-requested 4]), rule M4 of openai-responses at messages[5]: Ids are short.",
  );
  expect(shown(both)).toEqual(["[model-requested 3]", "[model-requested 4]"]);
});
