// The evidence that a maintainer wants before the old lane goes: each row with the scenarios that
// show it and the claims that must hold in them. Data only; adding a row touches nothing else.

export interface WantedItem {
  readonly scenario: string;
  /** Names of claims; a passed cell in which one of them did not apply is evidence in part. */
  readonly claims: readonly string[];
}

export interface WantedRow {
  readonly name: string;
  readonly items: readonly WantedItem[];
  /** What the row does not show, in words. */
  readonly limits?: string;
}

const refused = (scenario: string, ...claims: string[]): WantedItem => ({
  scenario,
  claims: ["refused-cleanly", ...claims],
});

export const wantedRows: readonly WantedRow[] = [
  {
    name: "create a sibling",
    items: [{ scenario: "plain", claims: ["fresh-identity", "dormant-before-resume"] }],
    limits: "the gate seeds the sibling through the agent; a lane's own way to make one is not run",
  },
  {
    name: "resume",
    items: [
      {
        scenario: "plain",
        claims: ["nonce-ordering", "append-only", "single-writer", "context-recalled", "one-turn"],
      },
    ],
  },
  { name: "send to a live one", items: [{ scenario: "send-to-live", claims: ["turn-outcome"] }] },
  {
    name: "owned resume of a dormant one",
    items: [
      {
        scenario: "plain",
        claims: [
          "lock-held-before-spawn",
          "single-release",
          "release-after-observation",
          "turn-outcome",
        ],
      },
    ],
  },
  {
    name: "fire-and-forget to a dormant one rejected",
    items: [refused("message-to-dormant")],
  },
  {
    name: "lock contention",
    items: [
      { scenario: "two-at-once", claims: ["mutual-exclusion", "single-writer"] },
      { scenario: "stale-lock-race-of-eight", claims: ["mutual-exclusion", "single-writer"] },
      refused("lock-held"),
    ],
  },
  {
    name: "stale and forged socket",
    items: [
      { scenario: "stale-socket", claims: ["socket-answers"] },
      refused("symlinked-socket"),
      refused("file-for-socket"),
    ],
  },
  { name: "trust denied", items: [refused("untrusted-directory", "trust-respected")] },
  {
    name: "corrupt identity",
    items: [refused("corrupt-record"), refused("two-records"), refused("malformed-id")],
  },
  {
    name: "provider and model re-injected on resume",
    items: [
      { scenario: "plain", claims: ["model-identity"] },
      { scenario: "other-model", claims: ["model-identity"] },
    ],
  },
  {
    name: "status and follow-up replaced",
    items: [
      { scenario: "plain", claims: ["socket-answers", "resident-stays"] },
      { scenario: "send-to-live", claims: ["turn-outcome"] },
    ],
  },
];

/** What a scenario shows that is wrong on purpose, and whose fault it is. */
export interface KnownHazard {
  readonly scenario: string;
  /** The scenario in which the new lane meets the same and comes to no harm; null if none can. */
  readonly answeredBy: string | null;
}

/** Hazards of the old lane, whichever lane's cell shows them; any other is the new lane's own. */
export const baselineHazards: readonly KnownHazard[] = [
  { scenario: "two-without-lock", answeredBy: "two-at-once" },
  // No lock protects from somebody who takes none: it ends when the old lane is gone.
  { scenario: "beside-v1", answeredBy: null },
];
