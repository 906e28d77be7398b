// What pi makes of a session's path before it builds a request: the newest compaction in the place of
// what it sums up, edits, failed replies left out, results for calls that have none.
// As pi 1.5.2 does it (its session-manager and transform-messages); a prediction for others.
import type { Repair } from "../../inspection.ts";
import type { Block, Entry, Message } from "./entry.ts";
import { isFailed } from "./history.ts";

/** A message that is told to the model, and the line it comes from. */
export interface Told {
  readonly line: number;
  readonly message: Message;
}

/** What an entry becomes by the last edit of it: null where it is taken back. */
export type Edits = ReadonlyMap<string, readonly Block[] | null>;

/** Takes the entries of a context one after the other, and tells at once what is known by then. */
export class Context {
  readonly #edits: Edits;
  readonly #raw: (told: Told) => void;
  readonly #pairing: Pairing;
  readonly #editedOut: Repair[] = [];

  /** `raw` is told failed replies and calls without a result: a gateway of pi's own gets it like this. */
  constructor(edits: Edits, told: (told: Told) => void, raw: (told: Told) => void) {
    this.#edits = edits;
    this.#raw = raw;
    this.#pairing = new Pairing(told);
  }

  take({ id, line, message }: Entry): void {
    if (message === null || message.role === "excluded") return;
    const replacement = id === null ? undefined : this.#edits.get(id);
    if (replacement === null) {
      this.#editedOut.push({ kind: "edited-out", line });
      return;
    }
    const said = replacement === undefined ? message : { ...message, blocks: replacement };
    const told = { line, message: said };
    this.#raw(told);
    this.#pairing.take(told);
  }

  /** What was put right; nothing may be taken after it. */
  end(): readonly Repair[] {
    this.#pairing.close();
    return [...this.#editedOut, ...this.#pairing.repairs];
  }
}

/** Failed replies go, and each call that nothing answers before the next turn gets a result. */
class Pairing {
  readonly repairs: Repair[] = [];
  readonly #tell: (told: Told) => void;
  #open: Told | null = null;
  readonly #answered = new Set<string | undefined>();

  constructor(tell: (told: Told) => void) {
    this.#tell = tell;
  }

  take(each: Told): void {
    const { role, stopReason, callId } = each.message;
    if (role === "toolResult") this.#answered.add(callId);
    else if (role !== "system") this.close();
    if (role === "assistant" && isFailed(stopReason)) {
      this.repairs.push({ kind: "reply-dropped", line: each.line, detail: `${stopReason}` });
      return;
    }
    if (role === "assistant") this.#open = each;
    this.#tell(each);
  }

  close(): void {
    for (const { kind, id = "", name = "" } of this.#open?.message.blocks ?? []) {
      if (kind !== "call" || this.#answered.has(id)) continue;
      const line = this.#open?.line ?? 0;
      this.#tell({ line, message: madeUp(id, name) });
      this.repairs.push({ kind: "result-added", line, detail: name });
    }
    this.#open = null;
    this.#answered.clear();
  }
}

const noResult = "No result provided";

function madeUp(callId: string, toolName: string): Message {
  const text = { kind: "text", bytes: noResult.length, said: "words" } as const;
  return { role: "toolResult", blocks: [text], callId, toolName, isError: true };
}
