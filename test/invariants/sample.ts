// The evidence of a plain cell in which every claim holds, as a list of events that a test can
// damage in one place. Built event by event through the recorder, like any other evidence.
import { withRequestsRead } from "../../src/agents/pi/former-requests.ts";
import type { Cell } from "../../src/evidence/cell.ts";
import type {
  EventType,
  Moment,
  Phase,
  TranscriptEntry,
  UnstampedEvent,
} from "../../src/evidence/event.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { createRecorder } from "../../src/evidence/recorder.ts";
import { sha256 } from "../../src/invariants/reading/digest.ts";

export interface Sample {
  readonly cell: Cell;
  readonly events: readonly UnstampedEvent[];
}

export const gardenId = "20300102T030405-a1b2c3";
export const lockNonce = "lock-7f3a";
export const seedChild = { pid: 4100, startTime: "910001" };
export const resumeChild = { pid: 4200, startTime: "910777" };

const root = "/cells/one";
export const paths = {
  root,
  workingDirectory: `${root}/work`,
  agentDirectory: `${root}/agent`,
  sessionDirectory: `${root}/sessions`,
  recordDirectory: `${root}/records`,
  lockDirectory: `${root}/locks`,
  mailboxDirectory: `${root}/mail`,
  receiverDirectory: `${root}/receivers`,
  socketDirectory: "/sockets/1",
  temporaryDirectory: `${root}/tmp`,
};
export const sessionPath = `${paths.sessionDirectory}/one.jsonl`;
export const socketPath = `${paths.socketDirectory}/${gardenId}.sock`;
export const lockPath = `${paths.lockDirectory}/${gardenId}.lock`;

export const nonces = {
  seedUser: "seed-11aa22bb",
  seedReply: "SEEDED-33cc44dd",
  recall: "cedar-55ee66ff",
  resumeUser: "resume-77aa88bb",
  resumeReply: "OK-99cc00dd",
  followUpUser: "more-1a2b3c4d",
  followUpReply: "MORE-5e6f7a8b",
};

const target = { agent: "pi", provider: "openai", model: "gpt-5.4", wireApi: "openai-responses" };
export const sessionName = `${gardenId}==openai/gpt-5.4--plain-v2__entwurf`;

export const v2Cell: Cell = {
  gardenId,
  target,
  lane: "v2",
  traits: { resident: true, locking: true },
  scenario: "plain",
  repetition: 1,
  fidelity: "loopback",
  expectation: { kind: "resumed" },
  faults: [],
  twin: true,
  nonces,
  paths,
  timeouts: {
    seedMs: 120_000,
    identityMs: 10_000,
    observeMs: 30_000,
    userTurnMs: 60_000,
    assistantTurnMs: 180_000,
    killGraceMs: 3_000,
    pollMs: 250,
  },
};

const v1Cell: Cell = { ...v2Cell, lane: "v1", traits: { resident: false, locking: false } };

/** Line numbers of the session file; 0 is its header. */
export const lines = {
  model: 1,
  name: 2,
  seedUser: 3,
  seedReply: 4,
  resumeUser: 5,
  resumeReply: 6,
  followUpUser: 7,
  followUpReply: 8,
};

export const replyText = `${nonces.resumeReply} ${nonces.recall}`;

/** The text of a prompt, with the answer in parts. */
const inParts = (nonce: string) => `"${nonce.slice(0, 6)}" and "${nonce.slice(6)}"`;

const content = ["header", "model_change", "session_info", "user", "assistant\n"].join("\n");

export function phase(name: Phase, ...events: readonly UnstampedEvent[]): UnstampedEvent[] {
  return [
    { type: "phase-started", phase: name, timeoutMs: 10_000 },
    ...events,
    { type: "phase-ended", phase: name, outcome: "done", because: "" },
  ];
}

export function entry(index: number, fields: Partial<TranscriptEntry>): UnstampedEvent {
  return {
    type: "session-entry",
    path: sessionPath,
    index,
    offset: index * 100,
    bytes: 100,
    entryId: `entry-${index}`,
    parentId: index > 1 ? `entry-${index - 1}` : null,
    kind: "message",
    role: null,
    text: "",
    reasoning: "",
    toolCalls: [],
    provider: null,
    model: null,
    stopReason: null,
    errorMessage: null,
    ...fields,
  };
}

export const user = (index: number, text: string, fields: Partial<TranscriptEntry> = {}) =>
  entry(index, { role: "user", text, ...fields });

export const assistant = (index: number, text: string, fields: Partial<TranscriptEntry> = {}) =>
  entry(index, {
    role: "assistant",
    text,
    provider: target.provider,
    model: target.model,
    stopReason: "stop",
    ...fields,
  });

/** A digest of the seed's prompt. */
const held = "5eedbeef5eedbeef";

const historyHeld: UnstampedEvent = {
  type: "history-held",
  path: sessionPath,
  parts: [{ kind: "prompt", entryId: `entry-${lines.seedUser}`, digests: [held] }],
};

function modelRequested(
  turn: "seed" | "twin" | "resume" | "follow-up",
  recalled: boolean,
): UnstampedEvent {
  const prompted = turn === "resume" || turn === "twin";
  const lastUserText = prompted ? nonces.resumeUser : "";
  const words = { lastUserText, durationMs: 12, status: 200, outcome: "replied" } as const;
  const told = prompted ? { values: { "input[0].content": held } } : {};
  const size = { messages: 3, userMessages: recalled ? 2 : 1 };
  const wire = { wireApi: "openai-responses", transport: "sse", model: target.model };
  return {
    type: "model-requested",
    turn,
    ...wire,
    ...size,
    ...words,
    ...told,
    told: { instructions: "aa11", tools: { bash: "b1", read: "r1" } },
    recalled,
    breaches: [],
  };
}

const listed = (moment: Moment): UnstampedEvent => ({
  type: "session-listed",
  moment,
  files: [
    {
      path: sessionPath,
      bytes: 500,
      header: { id: gardenId, cwd: paths.workingDirectory, version: 3 },
      name: sessionName,
      model: { provider: target.provider, model: target.model },
      thinkingLevel: "medium",
    },
  ],
});

const looked = (moment: Moment): UnstampedEvent => ({
  type: "subject-looked",
  moment,
  path: sessionPath,
  flaw: "",
});

const prefix = (moment: Moment): UnstampedEvent => ({
  type: "session-prefix",
  moment,
  path: sessionPath,
  bytes: Buffer.byteLength(content),
  sha256: sha256(content),
  content: moment === "before-resume" ? content : null,
});

const asked = (moment: Moment, answers: boolean): UnstampedEvent => ({
  type: "socket-asked",
  moment,
  path: socketPath,
  answer: answers ? { sessionId: gardenId, pid: resumeChild.pid } : null,
  failure: answers ? null : "ENOENT",
});

const checked = (moment: Moment): UnstampedEvent => ({
  type: "process-checked",
  moment,
  ...resumeChild,
  alive: true,
});

function requested(role: "seed" | "resume", marker: string | null, lockOnDisk: string | null) {
  return {
    type: "child-requested",
    child: { dispatch: null, n: role === "resume" ? 2 : 1 },
    role,
    dispatch: role === "resume" ? 1 : null,
    arguments: ["--provider", target.provider, "--model", target.model, "the prompt"],
    workingDirectory: paths.workingDirectory,
    marker,
    lockOnDisk,
  } satisfies UnstampedEvent;
}

const seedExit = {
  type: "child-exited",
  child: { dispatch: null, n: 1 },
  role: "seed",
  ...seedChild,
} as const;
const resumeExit = {
  type: "child-exited",
  child: { dispatch: null, n: 2 },
  role: "resume",
  ...resumeChild,
} as const;

/** From nothing to a dormant session. */
export const seeded: readonly UnstampedEvent[] = [
  ...phase("prepare"),
  ...phase("identity", {
    type: "identity-checked",
    gardenId,
    lock: false,
    socket: false,
    sessions: [],
  }),
  ...phase(
    "seed",
    requested("seed", null, null),
    { type: "child-started", child: { dispatch: null, n: 1 }, role: "seed", ...seedChild },
    modelRequested("seed", false),
    modelRequested("twin", true),
    { ...seedExit, exitCode: 0, signal: null },
  ),
  ...phase("session", listed("after-seed"), prefix("before-resume"), asked("before-resume", false)),
  entry(lines.model, { kind: "model_change", provider: target.provider, model: target.model }),
  entry(lines.name, { kind: "session_info" }),
  user(
    lines.seedUser,
    `${nonces.seedUser} remember ${nonces.recall}: ${inParts(nonces.seedReply)}`,
  ),
  assistant(lines.seedReply, nonces.seedReply),
  looked("before-resume"),
  historyHeld,
];

export const resumeMessage = `${nonces.resumeUser} say ${inParts(nonces.resumeReply)} and the token`;
const followUpMessage = `${nonces.followUpUser} say ${inParts(nonces.followUpReply)}`;

export const dispatchStarted = {
  type: "dispatch-started",
  dispatch: 1,
  intent: "owned-outcome",
} as const;
const lock = { dispatch: 1, gardenId, path: lockPath, nonce: lockNonce };
export const lockAcquired = {
  type: "lock-acquired",
  ...lock,
  reclaimed: false,
  onDisk: lockNonce,
} satisfies UnstampedEvent;
export const lockReleased = {
  type: "lock-released",
  ...lock,
  result: "released",
  onDiskBefore: lockNonce,
  onDiskAfter: null,
} satisfies UnstampedEvent;
export const socketInspected = {
  type: "socket-inspected",
  dispatch: 1,
  path: socketPath,
  kind: "missing",
  liveness: "dormant",
  code: "ENOENT",
} satisfies UnstampedEvent;
const trustAsked = {
  type: "trust-asked",
  dispatch: 1,
  workingDirectory: paths.workingDirectory,
  trusted: true,
  approve: false,
  because: "nothing there needs trust",
} satisfies UnstampedEvent;
export const resumeRequested = requested("resume", gardenId, lockNonce);
export const resumeStarted = {
  type: "child-started",
  child: { dispatch: null, n: 2 },
  role: "resume",
  ...resumeChild,
} as const;

const socketAlive = { kind: "socket-alive", pid: resumeChild.pid } as const;
const replied = { kind: "replied", text: replyText, stopReason: "stop" } as const;

/** The resumed turn as the session file shows it. */
const resumedTurn: readonly UnstampedEvent[] = [
  modelRequested("resume", true),
  user(lines.resumeUser, resumeMessage),
  assistant(lines.resumeReply, replyText),
  { type: "turn-settled", turn: "resume", because: "replied" },
];

/** What the gate looks at last. */
export const ending = (...reaping: readonly UnstampedEvent[]): UnstampedEvent[] => [
  ...phase(
    "reap",
    ...reaping,
    asked("after-reap", false),
    prefix("after-reap"),
    listed("after-reap"),
    looked("after-reap"),
    { type: "tools-left", moment: "reaped", processes: [] },
    { type: "census", processes: [], sockets: [], locks: [], strayFiles: [] },
  ),
  { type: "cell-ended", interrupted: false },
];

/** A resident, locking lane in the plain scenario. */
export const plainV2: Sample = {
  cell: v2Cell,
  events: [
    ...seeded,
    ...phase(
      "dispatch",
      dispatchStarted,
      lockAcquired,
      socketInspected,
      trustAsked,
      resumeRequested,
      resumeStarted,
      { type: "watch-ended", dispatch: 1, outcome: socketAlive },
      checked("at-release"),
      asked("at-release", true),
      lockReleased,
      {
        type: "dispatch-returned",
        dispatch: 1,
        outcome: { kind: "resumed", watch: socketAlive, lockDirty: null, turn: replied },
      },
    ),
    ...phase("user-turn"),
    ...phase("assistant-turn", ...resumedTurn),
    ...phase(
      "residency",
      checked("after-turn"),
      asked("after-turn", true),
      {
        type: "message-sent",
        moment: "after-turn",
        nonce: nonces.followUpUser,
        accepted: true,
        error: null,
      },
      modelRequested("follow-up", true),
      user(lines.followUpUser, followUpMessage),
      assistant(lines.followUpReply, nonces.followUpReply),
      { type: "turn-settled", turn: "follow-up", because: "replied" },
      checked("after-follow-up"),
      asked("after-follow-up", true),
    ),
    ...ending(
      { type: "signal-sent", ...resumeChild, signal: "SIGTERM", by: "gate", result: "sent" },
      { ...resumeExit, exitCode: 143, signal: null },
      { type: "reaped", ...resumeChild, how: "terminated", verified: true },
    ),
  ],
};

const childExited = { kind: "child-exited", exitCode: 0, signal: null } as const;

/** A one-shot lane without a lock in the plain scenario. */
export const plainV1: Sample = {
  cell: v1Cell,
  events: [
    ...seeded,
    ...phase(
      "dispatch",
      dispatchStarted,
      trustAsked,
      { ...resumeRequested, marker: null, lockOnDisk: null },
      resumeStarted,
      ...resumedTurn,
      { ...resumeExit, exitCode: 0, signal: null },
      {
        type: "dispatch-returned",
        dispatch: 1,
        outcome: { kind: "resumed", watch: childExited, lockDirty: null, turn: replied },
      },
    ),
    ...ending({ type: "reaped", ...resumeChild, how: "already-gone", verified: true }),
  ],
};

/** The same with what was said; the samples above are of records that did not keep it. */
export const withMessages = (sample: Sample): Sample => ({
  ...sample,
  events: sample.events.map((event) => {
    if (event.type === "dispatch-started") return { ...event, message: resumeMessage };
    return event.type === "message-sent" ? { ...event, text: followUpMessage } : event;
  }),
});

/** Stamps the events; ten milliseconds lie between any two. */
export function evidenceOf({ cell, events }: Sample): Evidence {
  let nowMs = 0;
  const tick = () => {
    nowMs += 5;
    return nowMs;
  };
  const recorder = createRecorder({ monotonicMs: tick, wallMs: () => 1_900_000_000_000 + nowMs });
  for (const event of events) recorder.record(event);
  const versions = { tool: "0", commit: null, agent: "pi", node: "v24", platform: "linux" };
  return withRequestsRead({ cell, versions, events: recorder.events });
}

export type Fields = Readonly<Record<string, unknown>>;

/** Picks out events of a type whose named fields have these values. */
export interface Pick {
  readonly type: EventType;
  readonly fields?: Fields;
}

export const the = (type: EventType, fields: Fields = {}): Pick => ({ type, fields });

export const line = (index: number): Pick => the("session-entry", { index });

function matches(event: UnstampedEvent, { type, fields = {} }: Pick): boolean {
  const values = event as unknown as Fields;
  return (
    event.type === type && Object.entries(fields).every(([name, value]) => values[name] === value)
  );
}

/** @throws Error where nothing is picked: such a damage would prove nothing. */
function edit(
  sample: Sample,
  pick: Pick,
  replace: (event: UnstampedEvent) => readonly UnstampedEvent[],
): Sample {
  if (!sample.events.some((event) => matches(event, pick))) {
    throw new Error(`no ${pick.type} with ${JSON.stringify(pick.fields)} in the sample`);
  }
  const events = sample.events.flatMap((event) =>
    matches(event, pick) ? replace(event) : [event],
  );
  return { ...sample, events };
}

type Change = Fields | ((event: Fields) => Fields);

export function change(sample: Sample, pick: Pick, how: Change): Sample {
  return edit(sample, pick, (event) => {
    const fields = typeof how === "function" ? how(event as unknown as Fields) : how;
    return [{ ...event, ...fields } as UnstampedEvent];
  });
}

export const without = (sample: Sample, pick: Pick): Sample => edit(sample, pick, () => []);

export const after = (sample: Sample, pick: Pick, ...added: readonly UnstampedEvent[]): Sample =>
  edit(sample, pick, (event) => [event, ...added]);

export const before = (sample: Sample, pick: Pick, ...added: readonly UnstampedEvent[]): Sample =>
  edit(sample, pick, (event) => [...added, event]);

/** Takes the picked events out and puts them before the first event that `place` picks. */
export function moveBefore(sample: Sample, pick: Pick, place: Pick): Sample {
  const moved = sample.events.filter((event) => matches(event, pick));
  return before(without(sample, pick), place, ...moved);
}

export const withCell = (sample: Sample, fields: Partial<Cell>): Sample => ({
  ...sample,
  cell: { ...sample.cell, ...fields },
});

/** Replaces words in the text of one line of the session file. */
export const reword = (sample: Sample, index: number, from: string, to: string): Sample =>
  change(sample, line(index), ({ text }) => ({ text: String(text).replaceAll(from, to) }));
