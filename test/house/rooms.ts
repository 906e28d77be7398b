// The rooms of the house and which way imports go: a file may import what stands in its own room or
// in a row below it, never its row's neighbour and never what is above.

/** Bottom to top. */
export const rows: readonly (readonly string[])[] = [
  ["evidence", "loopback", "statistics"],
  ["world"],
  ["formats"],
  ["agents/description.ts"],
  ["agents/trust.ts"],
  ["agents/agent.ts"],
  ["resume"],
  ["agents/pi"],
  ["agents/index.ts"],
  ["lanes", "invariants"],
  ["gate"],
  ["matrix/parts.ts", "matrix/known.ts"],
  ["matrix/summary", "matrix/config"],
  ["matrix/live"],
  ["matrix/plan"],
  ["matrix/store"],
  ["matrix/clean"],
  ["matrix/run"],
  ["simulation/machine"],
  ["simulation/pi"],
  ["simulation/case"],
  ["simulation/explore"],
  ["canary", "dossier"],
  ["report"],
  ["commands"],
  ["main.ts", "index.ts"],
];

/** Tighter than the rows: all that these may import, besides themselves. */
export const only: Readonly<Record<string, readonly string[]>> = {
  evidence: [],
  loopback: [],
  statistics: [],
  resume: [
    "agents/agent.ts",
    "agents/description.ts",
    "agents/trust.ts",
    "world",
    "evidence",
    "formats",
  ],
  invariants: ["evidence"],
  "invariants/claims": ["evidence", "invariants/invariant.ts", "invariants/reading"],
  "invariants/reading": ["evidence", "invariants/invariant.ts"],
};

/** These know nothing of each other, though one stands above the other. */
export const apart: readonly (readonly [string, string])[] = [
  ["simulation", "matrix"],
  ["gate/observe", "resume"],
];

/** Ways that are still there and have to go: the list may only become shorter. */
export const toBeRemoved: readonly string[] = [];

/** Deciding, judging, summarising, rendering: neither they nor what they run touch the machine. */
export const pure: readonly string[] = [
  "evidence",
  "statistics",
  "invariants",
  "matrix/plan",
  "matrix/summary",
  "dossier",
  "report",
];
