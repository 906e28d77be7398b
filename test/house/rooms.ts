// The rooms of the house and which way imports go: a file may import what stands in its own room or
// in a row below it, never its row's neighbour and never what is above.

/** Bottom to top. */
export const rows: readonly (readonly string[])[] = [
  ["evidence", "loopback", "statistics"],
  ["world"],
  ["formats"],
  ["agents/catalog.ts"],
  ["agents/description.ts"],
  ["agents/trust.ts"],
  ["agents/agent.ts"],
  ["agents/inspection.ts"],
  ["agents/built-in.ts"],
  ["resume"],
  ["agents/pi"],
  ["agents/index.ts"],
  ["lanes", "invariants", "scene"],
  ["gate"],
  ["matrix/parts.ts", "matrix/known.ts"],
  ["matrix/summary", "matrix/config"],
  ["matrix/live"],
  ["matrix/plan"],
  ["matrix/store"],
  ["matrix/clean"],
  ["matrix/run"],
  ["queue"],
  ["simulation/machine"],
  ["simulation/pi"],
  ["simulation/case"],
  ["simulation/explore"],
  ["canary", "compare", "dossier"],
  ["report", "scaffold", "completion"],
  ["pack"],
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
  scene: ["formats"],
  invariants: ["evidence"],
  "invariants/claims": ["evidence", "invariants/invariant.ts", "invariants/reading"],
  "invariants/reading": ["evidence", "invariants/invariant.ts"],
};

/** These know nothing of each other, though one stands above the other. */
export const apart: readonly (readonly [string, string])[] = [
  ["simulation", "matrix"],
  ["gate/observe", "resume"],
];

/**
 * All of the gate that may know the subject's code, each for its reason. It is never for reading what
 * the subject has read: the gate has readers of its own for that.
 */
export const knowTheSubject: Readonly<Record<string, string>> = {
  "gate/seams.ts": "hands the subject's own lock and mailbox to a lane, and records what they do",
  "gate/subject-look.ts":
    "asks the subject whether it would resume the session, to record its answer",
};

/** All that may know pi besides its own folder, each for its reason; the rest knows agents by the registry. */
export const knowPi: Readonly<Record<string, string>> = {
  "agents/index.ts": "the registry: pi is the agent that comes with the tool",
  "lanes/entwurf/": "the upstream is an extension of pi, and starts pi itself",
  "simulation/pi/": "stands in for the process of pi",
};

/** Ways that are still there and have to go: the list may only become shorter. */
export const toBeRemoved: readonly string[] = [];

/** Deciding, judging, summarising, rendering: neither they nor what they run touch the machine. */
export const pure: readonly string[] = [
  "evidence",
  "statistics",
  "invariants",
  "matrix/plan",
  "matrix/summary",
  "compare",
  "dossier",
  "report",
  "completion",
];
