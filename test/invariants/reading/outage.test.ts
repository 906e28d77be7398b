// Which failures are a real provider's, and which are the subject's.
import { describe, expect, test } from "vitest";
import type { Fidelity } from "../../../src/evidence/cell.ts";
import { outageOf } from "../../../src/invariants/reading/outage.ts";
import { transcriptOf } from "../../../src/invariants/reading/transcript.ts";
import { after, assistant, change, evidenceOf, line, lines, plainV1, withCell } from "../sample.ts";

const reply = line(lines.resumeReply);
const ended = (fields: object, fidelity: Fidelity = "live") =>
  change(withCell(plainV1, { fidelity }), reply, { text: "", ...fields });
const outage = (sample: ReturnType<typeof ended>) => {
  const evidence = evidenceOf(sample);
  return outageOf(evidence, transcriptOf(evidence).resumed)?.errorMessage;
};
const failed = (errorMessage: string | null) => ended({ stopReason: "error", errorMessage });

describe("a failed attempt of a live provider", () => {
  test.each([
    "401 Incorrect API key provided",
    "429 Rate limit reached",
    "503",
    "Your credit balance is too low",
    "Too many requests",
    "connect ECONNREFUSED 127.0.0.1:443",
    "Request timed out.",
    "Service temporarily unavailable",
  ])("is an outage: %s", (message) => {
    expect(outage(failed(message))).toBe(message);
  });

  test.each(["400 invalid tool schema", "context of 5000 tokens is too long", null])(
    "is the subject's own: %s",
    (message) => {
      expect(outage(failed(message))).toBeUndefined();
    },
  );
});

describe("an outage", () => {
  const down = { stopReason: "error", errorMessage: "503" };

  test("is one only where the turn ended with it", () => {
    expect(outage(after(ended(down), reply, assistant(7, "yes")))).toBeUndefined();
    expect(outage(ended({ ...down, stopReason: "stop" }))).toBeUndefined();
    expect(outageOf(evidenceOf(failed("503")), [])).toBeUndefined();
  });

  test("is none of a provider that does what it was told", () => {
    expect(outage(ended(down, "loopback"))).toBeUndefined();
  });
});
