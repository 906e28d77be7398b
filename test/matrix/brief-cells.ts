// Cells of which a brief result leaves something out, and those of which it must not.
import { result } from "./results.ts";

export const claim = (
  name: string,
  verdict: "holds" | "violated" | "unknown" | "not-applicable",
) => ({
  name,
  claim: `What ${name} says.`,
  verdict,
  because: `${name} is ${verdict}`,
  events: [1, 2],
});

export const cells = [
  result({ claims: [claim("one", "holds"), claim("two", "not-applicable")] }),
  result({ repetition: 2, claims: [claim("one", "holds"), claim("two", "not-applicable")] }),
  result({
    lane: "v1",
    verdict: "fail",
    claims: [claim("one", "violated"), claim("two", "holds")],
  }),
  result({
    scenario: "retried",
    attempts: [{ gardenId: "20300102T030405-a1b2c4", because: "down", durationMs: 5 }],
    measures: {
      phases: [{ phase: "seed", durationMs: 2 }],
      usage: null,
      resumed: { inputTokens: 9, cachedTokens: 3 },
      refusedIn: ["resume"],
    },
  }),
  result({ scenario: "torn", verdict: "unknown", because: "x", unfinished: true, damaged: true }),
  result({ scenario: "late", verdict: "unknown", claims: [claim("two", "unknown")] }),
  result({
    scenario: "shows",
    claims: [{ ...claim("one", "violated"), hazard: "shown" }, claim("two", "holds")],
  }),
  result({
    scenario: "shows-not",
    verdict: "fail",
    claims: [
      { ...claim("one", "holds"), hazard: "not-shown" },
      { ...claim("two", "not-applicable"), hazard: "not-shown" },
    ],
  }),
  result({ scenario: "left-out", verdict: "skip", because: "it takes no lock" }),
];
