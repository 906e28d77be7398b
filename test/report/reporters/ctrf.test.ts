// The CTRF report against the validator of the format's own package.
import { fc, test as property } from "@fast-check/vitest";
import { validateStrict } from "ctrf";
import { expect, test } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { ctrf } from "../../../src/report/reporters/ctrf.ts";
import { colourless } from "../../../src/report/style.ts";
import { anyResult, result, versionsOf } from "../../matrix/results.ts";

const options = { width: 100, verbose: false, paint: colourless, groupOf: () => "other" };
const facts = {
  run: "20300102-030405-a1b2",
  directory: "d",
  fidelity: "loopback",
  interrupted: false,
  versions: versionsOf,
  known: [{ claim: "one-turn", scenario: "known", because: "an issue" }],
} as const;

const written = (cells: Parameters<typeof summarise>[0], more: object = {}): unknown =>
  JSON.parse(ctrf.render(summarise(cells, { ...facts, ...more }), options));

property.prop([fc.array(anyResult, { maxLength: 6 })], { numRuns: 50 })(
  "any run is valid CTRF",
  (cells) => {
    validateStrict(written(cells));
    validateStrict(written(cells, { run: null, directory: null, versions: null }));
  },
);

test("what neither passed nor failed is other, and says why; attempts are kept", () => {
  const claims = [
    { name: "one-turn", claim: "", verdict: "violated", because: "two", events: [] },
  ] as const;
  const attempts = [{ gardenId: "g", because: "down", durationMs: 3 }];
  const report = written([
    result({ attempts }),
    result({ scenario: "a", verdict: "fail", claims }),
    result({ scenario: "known", verdict: "fail", claims }),
    result({ scenario: "b", verdict: "unknown", because: "it never ended" }),
    result({ scenario: "c", verdict: "skip", because: "no lock", durationMs: 0 }),
  ]);
  validateStrict(report);
  const start = Date.UTC(2030, 0, 2, 3, 4, 5);
  expect(report).toMatchObject({
    specVersion: "0.0.0",
    results: {
      summary: { tests: 5, passed: 1, failed: 1, skipped: 1, pending: 0, other: 2, start },
      tests: [
        {
          status: "passed",
          retries: 1,
          retryAttempts: [{ attempt: 1, status: "other", message: "down" }],
        },
        { status: "failed", message: "one-turn: two" },
        { status: "other", rawStatus: "known", message: "known: an issue" },
        { status: "other", rawStatus: "unknown", message: "it never ended" },
        { status: "skipped", message: "no lock" },
      ],
    },
  });
});

test("the validator refuses what is none", () => {
  const none = { ...Object(written([])), specVersion: "one" };
  expect(() => validateStrict(none)).toThrow();
});
