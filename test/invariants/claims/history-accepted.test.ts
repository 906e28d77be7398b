import { expect, test } from "vitest";
import type { EventBodies } from "../../../src/evidence/event.ts";
import { historyAccepted } from "../../../src/invariants/claims/history-accepted.ts";
import { change, evidenceOf, plainV2, the } from "../sample.ts";

type Request = EventBodies["model-requested"];

const breach = { rule: "M2", sentence: "Roles come in order.", path: "messages[3]" };

/** Nothing was held against the rules but what a test adds. */
const unlooked = {
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
