import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { rejectReasons } from "../../src/evidence/cell.ts";
import { type Intent, intents } from "../../src/formats/intent.ts";
import {
  decide,
  decideMailbox,
  livenesses,
  reject,
  rejectLiveness,
} from "../../src/resume/decide.ts";

const probed = [
  ["fire-and-forget", "live", "send-control-socket", null],
  ["fire-and-forget", "dormant", "dormant-fire-forget-unsupported", "dormant"],
  ["fire-and-forget", "indeterminate", "indeterminate-no-spawn", "indeterminate"],
  ["owned-outcome", "live", "owned-live-no-autosend", "live"],
  ["owned-outcome", "dormant", "resume", null],
  ["owned-outcome", "indeterminate", "indeterminate-no-spawn", "indeterminate"],
] as const;

const mailed = [
  ["fire-and-forget", true, "send-mailbox", null],
  ["fire-and-forget", false, "mailbox-undeliverable", "unsupported"],
  ["owned-outcome", true, "backend-liveness-unsupported", "unsupported"],
  ["owned-outcome", false, "backend-liveness-unsupported", "unsupported"],
] as const;

describe("with a backend that can be probed", () => {
  test.each(probed)("%s to a %s target: %s", (intent, liveness, verdict, observed) => {
    expect(summary(decide(intent, liveness))).toEqual([verdict, observed]);
  });

  test("has a row for each intent and each liveness", () => {
    const rows = new Set(probed.map(([intent, liveness]) => `${intent} ${liveness}`));
    const cells = intents.flatMap((intent) => livenesses.map((found) => `${intent} ${found}`));
    expect([...rows].sort()).toEqual(cells.sort());
  });

  property.prop([fc.constantFrom(...intents), fc.constantFrom(...livenesses)])(
    "reports with a refusal the liveness that it was refused for",
    (intent, liveness) => {
      const verdict = decide(intent, liveness);
      if (verdict.kind === "reject") expect(verdict.observedLiveness).toBe(liveness);
    },
  );

  test("acts on nothing that is indeterminate", () => {
    expect(intents.map((intent) => decide(intent, "indeterminate").kind)).toEqual([
      "reject",
      "reject",
    ]);
  });
});

describe("with a backend that cannot be probed", () => {
  test.each(mailed)("%s, receiver armed: %s → %s", (intent, armed, verdict, observed) => {
    expect(summary(decideMailbox(intent, armed))).toEqual([verdict, observed]);
  });

  test("has a row for each intent, armed or not", () => {
    const rows = new Set(mailed.map(([intent, armed]) => `${intent} ${armed}`));
    const cells = intents.flatMap((intent: Intent) => [`${intent} true`, `${intent} false`]);
    expect([...rows].sort()).toEqual(cells.sort());
  });
});

describe("a refusal", () => {
  test.each(rejectReasons)("%s carries the one liveness it can go with", (reason) => {
    expect(rejectLiveness[reason]).toHaveLength(1);
    expect(reject(reason)).toEqual({
      kind: "reject",
      reason,
      observedLiveness: rejectLiveness[reason][0],
    });
  });

  test("names no liveness exactly where nothing was probed", () => {
    const unprobed = rejectReasons.filter((reason) => rejectLiveness[reason][0] === null);
    expect(unprobed).toEqual(["bad-target", "target-address-conflict", "target-locked"]);
  });
});

function summary(verdict: ReturnType<typeof decide>) {
  if (verdict.kind !== "reject") return [verdict.kind, null];
  return [verdict.reason, verdict.observedLiveness];
}
