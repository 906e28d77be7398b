// What is said to the agent, and what it said back: every message is accepted once, runs once
// and settles once, or is refused with the reason. It knows the agent only through Host and
// must never hand a message over at a moment when the agent would drop it.
import type { AssistantMessage, SendMode } from "../control/protocol.ts";

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

/** `stays`: the process outlives its launch turn, so messages can wait for that turn's end. */
export function createConversation(host: Host, stays: boolean) {
  let phase: Phase = "launching";
  let running = false;
  /** The launch turn has begun by itself, and its prompt, which is none of ours, has yet to start. */
  let launchPromptDue = false;
  let settledTurns = 0;
  let last: AssistantMessage | null = null;
  let speaking: Item | null = null;
  let endedBecause = "";
  let items: Item[] = [];
  let launched: Item | null = null;

  function send(text: string, mode: SendMode): Sent {
    const { item, sent } = createItem(text, mode);
    if (phase === "ended") {
      fail(item, endedBecause);
    } else {
      items.push(item);
      advance();
      if (item.state === "waiting") item.accept({ kind: "done", value: "queued" });
    }
    return sent;
  }

  function launch(text: string): Sent {
    // Somebody else, another extension, was quicker: then it is a message like any other.
    if (phase !== "launching") return send(text, "follow_up");
    const { item, sent } = createItem(text, "follow_up");
    phase = "launched";
    launched = item;
    items.unshift(item);
    handOver(item);
    return sent;
  }

  /** Hands over what can be handed over now. */
  function advance(): void {
    for (const item of items) {
      if (item.state !== "waiting") continue;
      if (running && (item.mode === "steer" || !stays)) {
        handOver(item);
      } else if (phase === "open" && isFree()) {
        handOver(item);
        return;
      }
    }
  }

  function isFree(): boolean {
    return !running && host.isIdle() && items.every((item) => item.state === "waiting");
  }

  function remove(item: Item, error: string): void {
    items = items.filter((other) => other !== item);
    fail(item, error);
  }

  function handOver(item: Item): void {
    item.state = "handed-over";
    watchStart(item);
    try {
      host.deliver(item.text, item.mode === "steer" ? "steer" : "followUp");
    } catch (error) {
      remove(
        item,
        `the agent refused the message: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  function watchStart(item: Item): void {
    item.timer = setTimeout(() => {
      if (!host.isIdle()) return watchStart(item);
      remove(item, `the agent did not take the message within ${startLimitMs} ms; see its stderr`);
      advance();
    }, startLimitMs);
  }

  function fail(item: Item, error: string): void {
    clearTimeout(item.timer);
    item.accept({ kind: "failed", error });
    item.settle({ kind: "failed", error });
  }

  return {
    send,
    /** What the process was launched for: it goes first, and its turn is the launch turn. */
    launch,
    get settledTurns() {
      return settledTurns;
    },
    /** The last thing the assistant said in this process, or null. */
    get last() {
      return last;
    },
    isIdle: () => phase !== "launching" && !running && host.isIdle() && items.length === 0,
    /** True when there was something to abort. */
    abort(): boolean {
      const busy = running || !host.isIdle();
      if (busy) host.abort();
      return busy;
    },
    agentStarted(): void {
      running = true;
      if (phase === "launching") {
        phase = "launched";
        launchPromptDue = true;
      }
      advance();
    },
    /** The agent took a message for the turn that is running. */
    messageQueued(text: string): void {
      const item = items.find((each) => each.state === "handed-over" && each.text === text);
      if (!item) return;
      clearTimeout(item.timer);
      item.state = "joined";
      item.accept({ kind: "done", value: "queued" });
    },
    userStarted(text: string): void {
      // A steer is handed over before the launch prompt starts, and may even say the same.
      if (launchPromptDue) {
        launchPromptDue = false;
        return;
      }
      const handed = items.filter(
        (item) => item.state === "handed-over" || item.state === "joined",
      );
      // Another extension may have reworded the message; alone, it is still the one.
      const item =
        handed.find((each) => each.text === text) ?? (handed.length === 1 ? handed[0] : undefined);
      if (!item) return;
      speaking = item;
      clearTimeout(item.timer);
      item.state = "running";
      item.accept({ kind: "done", value: "running" });
    },
    assistantEnded(message: AssistantMessage): void {
      last = message;
      if (speaking) speaking.reply = message;
    },
    settled(): void {
      running = false;
      speaking = null;
      launchPromptDue = false;
      settledTurns += 1;
      if (launched?.state === "handed-over") remove(launched, "its turn was aborted before it ran");
      for (const item of items) {
        if (item.state === "running") item.settle({ kind: "done", value: item.reply });
        // Only an aborted turn leaves some; the agent takes them into its next one.
        if (item.state === "joined") fail(item, "the turn it had joined was aborted before it ran");
      }
      items = items.filter((item) => item.state === "waiting" || item.state === "handed-over");
      advance();
    },
    /** The launch turn is over and the process stays: from here on messages start turns. */
    open(): void {
      if (phase === "ended") return;
      phase = "open";
      advance();
    },
    end(because: string): void {
      phase = "ended";
      endedBecause = because;
      for (const item of items) fail(item, because);
      items = [];
    },
  };
}
