// Cells wait here for their turn: for a free worker, for their provider, and for what else they need.
// Whoever has waited longest and may begin begins.
import type { Clock } from "../../world/world.ts";
import type { Refusal } from "./pace.ts";
import { openProviderGate, type ProviderGate } from "./provider-gate.ts";

/** Asked before a cell begins, which it does at once after `now`. `later` is asked again when another is over. */
export type MayBegin = () => "now" | "later" | { readonly never: string };

interface Turn {
  readonly kind: "begin";
  /** To be called while the cell runs, for each 429. */
  refused(refusal: Refusal): void;
  /** To be called when the cell is over. */
  over(): void;
}

type Ticket = Turn | { readonly kind: "never"; readonly because: string };

interface Queue {
  turn(provider: string, mayBegin: MayBegin): Promise<Ticket>;
}

interface QueueOptions {
  /** Cells at once. */
  readonly workers: number;
  /** The most cells at once against one provider; fewer while it refuses them. */
  readonly workersPerProvider: number;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  /** Ends every pause; then `mayBegin` has to say `never`. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly gate: ProviderGate;
  readonly mayBegin: MayBegin;
  resolve(ticket: Ticket): void;
}

export function openQueue({ workers, workersPerProvider, clock, signal }: QueueOptions): Queue {
  const gates = new Map<string, ProviderGate>();
  let waiting: Waiting[] = [];
  let running = 0;

  const advance = () => {
    if (running >= workers && !signal.aborted) return;
    waiting = waiting.filter((each) => !served(each));
  };
  signal.addEventListener("abort", advance, { once: true });

  const gateOf = (provider: string): ProviderGate => {
    const gate =
      gates.get(provider) ?? openProviderGate(workersPerProvider, clock, signal, advance);
    gates.set(provider, gate);
    return gate;
  };

  const begin = ({ gate, resolve }: Waiting) => {
    const visit = gate.begin();
    running += 1;
    resolve({
      kind: "begin",
      refused: visit.refused,
      over() {
        visit.over();
        running -= 1;
        advance();
      },
    });
  };

  /** True where it waits no more. */
  const served = (each: Waiting): boolean => {
    if (!signal.aborted && (running >= workers || !each.gate.isOpen())) return false;
    const answer = each.mayBegin();
    if (answer === "later") return false;
    if (answer === "now") begin(each);
    else each.resolve({ kind: "never", because: answer.never });
    return true;
  };

  return {
    turn(provider, mayBegin) {
      const { promise, resolve } = Promise.withResolvers<Ticket>();
      const own = { gate: gateOf(provider), mayBegin, resolve };
      if (!served(own)) waiting.push(own);
      return promise;
    },
  };
}
