// What is said to the agent, and what it said back: every message is accepted once, runs once
// and settles once, or is refused with the reason. It knows the agent only through Host and
// must never hand a message over at a moment when the agent would drop it.
import type { AssistantMessage, SendMode } from "../../formats/control-protocol.ts";

/** The agent as the conversation needs it. */
export interface Host {
  /** Hands a message over; goes into the running turn if there is one. */
  deliver(text: string, as: "steer" | "followUp"): void;
  /** No turn and no compaction runs. */
  isIdle(): boolean;
  abort(): void;
}

type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: string };

/** Whether the message runs already or waits behind what runs. */
type Acceptance = "running" | "queued";

export interface Sent {
  readonly accepted: Promise<Outcome<Acceptance>>;
  /** What the assistant said to it, once its turn settled. */
  readonly settled: Promise<Outcome<AssistantMessage | null>>;
}

interface Item {
  readonly text: string;
  readonly mode: SendMode;
  readonly accept: (outcome: Outcome<Acceptance>) => void;
  readonly settle: (outcome: Outcome<AssistantMessage | null>) => void;
  /** `joined`: in the agent's own queue, to be taken by the turn that runs. */
  state: "waiting" | "handed-over" | "joined" | "running";
  reply: AssistantMessage | null;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Before its first turn the agent still has what it was launched for to run, and a message handed
 * over then would push that out: `launching`. `launched` is the launch turn; `open` is after it,
 * when only this conversation starts turns.
 */
type Phase = "launching" | "launched" | "open" | "ended";

/** After this long without a sign of it, a message handed over to an idle agent has failed. */
const startLimitMs = 10_000;

export type Conversation = ReturnType<typeof createConversation>;

function createItem(text: string, mode: SendMode): { readonly item: Item; readonly sent: Sent } {
  const accepted = Promise.withResolvers<Outcome<Acceptance>>();
  const settled = Promise.withResolvers<Outcome<AssistantMessage | null>>();
  const item: Item = {
    text,
    mode,
    accept: accepted.resolve,
    settle: settled.resolve,
    state: "waiting",
    reply: null,
    timer: undefined,
  };
  return { item, sent: { accepted: accepted.promise, settled: settled.promise } };
}

interface State {
  readonly host: Host;
  /** The process outlives its launch turn, so messages can wait for that turn's end. */
  readonly stays: boolean;
  phase: Phase;
  running: boolean;
  /** The launch turn has begun by itself, and its prompt, which is none of ours, has yet to start. */
  launchPromptDue: boolean;
  settledTurns: number;
  last: AssistantMessage | null;
  speaking: Item | null;
  endedBecause: string;
  items: Item[];
  launched: Item | null;
}

/** `stays`: the process outlives its launch turn, so messages can wait for that turn's end. */
export function createConversation(host: Host, stays: boolean) {
  const state: State = {
    host,
    stays,
    phase: "launching",
    running: false,
    launchPromptDue: false,
    settledTurns: 0,
    last: null,
    speaking: null,
    endedBecause: "",
    items: [],
    launched: null,
  };
  return {
    send: (text: string, mode: SendMode) => send(state, text, mode),
    /** What the process was launched for: it goes first, and its turn is the launch turn. */
    launch: (text: string) => launch(state, text),
    get settledTurns() {
      return state.settledTurns;
    },
    /** The last thing the assistant said in this process, or null. */
    get last() {
      return state.last;
    },
    isIdle: () => isIdle(state),
    /** True when there was something to abort. */
    abort: () => abort(state),
    agentStarted: () => agentStarted(state),
    /** The agent took a message for the turn that is running. */
    messageQueued: (text: string) => messageQueued(state, text),
    userStarted: (text: string) => userStarted(state, text),
    assistantEnded: (message: AssistantMessage) => assistantEnded(state, message),
    settled: () => settled(state),
    /** The launch turn is over and the process stays: from here on messages start turns. */
    open: () => open(state),
    end: (because: string) => end(state, because),
  };
}

function send(state: State, text: string, mode: SendMode): Sent {
  const { item, sent } = createItem(text, mode);
  if (state.phase === "ended") {
    fail(item, state.endedBecause);
  } else {
    state.items.push(item);
    advance(state);
    if (item.state === "waiting") item.accept({ kind: "done", value: "queued" });
  }
  return sent;
}

function launch(state: State, text: string): Sent {
  // Somebody else, another extension, was quicker: then it is a message like any other.
  if (state.phase !== "launching") return send(state, text, "follow_up");
  const { item, sent } = createItem(text, "follow_up");
  state.phase = "launched";
  state.launched = item;
  state.items.unshift(item);
  handOver(state, item);
  return sent;
}

/** Hands over what can be handed over now. */
function advance(state: State): void {
  for (const item of state.items) {
    if (item.state !== "waiting") continue;
    if (state.running && (item.mode === "steer" || !state.stays)) {
      handOver(state, item);
    } else if (state.phase === "open" && isFree(state)) {
      handOver(state, item);
      return;
    }
  }
}

function isFree({ running, host, items }: State): boolean {
  return !running && host.isIdle() && items.every((item) => item.state === "waiting");
}

function isIdle({ phase, running, host, items }: State): boolean {
  return phase !== "launching" && !running && host.isIdle() && items.length === 0;
}

function remove(state: State, item: Item, error: string): void {
  state.items = state.items.filter((other) => other !== item);
  fail(item, error);
}

function handOver(state: State, item: Item): void {
  item.state = "handed-over";
  watchStart(state, item);
  try {
    state.host.deliver(item.text, item.mode === "steer" ? "steer" : "followUp");
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    remove(state, item, `the agent refused the message: ${why}`);
  }
}

function watchStart(state: State, item: Item): void {
  const late = `the agent did not take the message within ${startLimitMs} ms; see its stderr`;
  item.timer = setTimeout(() => {
    if (!state.host.isIdle()) return watchStart(state, item);
    remove(state, item, late);
    advance(state);
  }, startLimitMs);
}

function fail(item: Item, error: string): void {
  clearTimeout(item.timer);
  item.accept({ kind: "failed", error });
  item.settle({ kind: "failed", error });
}

function abort({ running, host }: State): boolean {
  const busy = running || !host.isIdle();
  if (busy) host.abort();
  return busy;
}

function agentStarted(state: State): void {
  state.running = true;
  if (state.phase === "launching") {
    state.phase = "launched";
    state.launchPromptDue = true;
  }
  advance(state);
}

function messageQueued({ items }: State, text: string): void {
  const item = items.find((each) => each.state === "handed-over" && each.text === text);
  if (!item) return;
  clearTimeout(item.timer);
  item.state = "joined";
  item.accept({ kind: "done", value: "queued" });
}

function userStarted(state: State, text: string): void {
  // A steer is handed over before the launch prompt starts, and may even say the same.
  if (state.launchPromptDue) {
    state.launchPromptDue = false;
    return;
  }
  const handed = state.items.filter(
    (item) => item.state === "handed-over" || item.state === "joined",
  );
  // Another extension may have reworded the message; alone, it is still the one.
  const item =
    handed.find((each) => each.text === text) ?? (handed.length === 1 ? handed[0] : undefined);
  if (!item) return;
  state.speaking = item;
  clearTimeout(item.timer);
  item.state = "running";
  item.accept({ kind: "done", value: "running" });
}

function assistantEnded(state: State, message: AssistantMessage): void {
  state.last = message;
  if (state.speaking) state.speaking.reply = message;
}

function settled(state: State): void {
  const { launched } = state;
  state.running = false;
  state.speaking = null;
  state.launchPromptDue = false;
  state.settledTurns += 1;
  if (launched?.state === "handed-over") {
    remove(state, launched, "its turn was aborted before it ran");
  }
  for (const item of state.items) {
    if (item.state === "running") item.settle({ kind: "done", value: item.reply });
    // Only an aborted turn leaves some; the agent takes them into its next one.
    if (item.state === "joined") fail(item, "the turn it had joined was aborted before it ran");
  }
  state.items = state.items.filter(
    (item) => item.state === "waiting" || item.state === "handed-over",
  );
  advance(state);
}

function open(state: State): void {
  if (state.phase === "ended") return;
  state.phase = "open";
  advance(state);
}

function end(state: State, because: string): void {
  state.phase = "ended";
  state.endedBecause = because;
  for (const item of state.items) fail(item, because);
  state.items = [];
}
