// Cells wait here for their turn: for a free worker, for their provider, and for what else they need.
// Whoever has waited longest and may begin begins.
import type { Clock } from "../../world/world.ts";
import type { Refusal } from "./pace.ts";
import { openProviderGate, type ProviderGate } from "./provider-gate.ts";

/** Asked before a cell begins, which it does at once after `now`. `later` is asked again when another is over. */
export type MayBegin<Who> = (who: Who) => "now" | "later" | { readonly never: string };

export interface Turn {
  /** To be called while the cell runs, for each 429. */
  refused(refusal: Refusal): void;
  /** To be called when the cell is over. */
  over(): void;
}

interface Queue<Who> {
  enter(who: Who, provider: string): void;
}

interface QueueOptions<Who> {
  /** Cells at once. */
  readonly workers: number;
  /** The most cells at once against one provider; fewer while it refuses them. */
  readonly workersPerProvider: number;
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  /** Ends every pause; then `mayBegin` has to say `never`. */
  readonly signal: AbortSignal;
  readonly mayBegin: MayBegin<Who>;
  /** Within `enter` or the `over` of another. */
  onTurn(who: Who, turn: Turn): void;
  onNever(who: Who, because: string): void;
}

interface Waiting<Who> {
  readonly who: Who;
  /** Who entered earlier has a lower one. */
  readonly number: number;
}

/** Those who wait for one provider, in the order in which they entered: of very many cells a place in a list each. */
interface Line<Who> {
  readonly gate: ProviderGate;
  readonly waiting: Waiting<Who>[];
  /** Whom to ask next. */
  next: number;
}

export function openQueue<Who>(options: QueueOptions<Who>): Queue<Who> {
  const { workers, workersPerProvider, clock, signal, mayBegin, onTurn, onNever } = options;
  const lines = new Map<string, Line<Who>>();
  let running = 0;
  let entered = 0;

  const hasRoom = (gate: ProviderGate) => signal.aborted || (running < workers && gate.isOpen());
  // A gate that nobody waits at is not asked: it would wake for nothing.
  const mayAsk = ({ gate, waiting, next }: Line<Who>) => next < waiting.length && hasRoom(gate);

  const advance = () => {
    for (const line of lines.values()) line.next = 0;
    for (;;) {
      const line = longestWaiting([...lines.values()].filter(mayAsk));
      if (line === null) return;
      askFirst(line, mayBegin, (who, answer) => serve(who, line.gate, answer));
    }
  };
  signal.addEventListener("abort", advance, { once: true });

  const lineOf = (provider: string): Line<Who> => {
    const line = lines.get(provider) ?? {
      gate: openProviderGate(workersPerProvider, clock, signal, advance),
      waiting: [],
      next: 0,
    };
    lines.set(provider, line);
    return line;
  };

  const begin = (who: Who, gate: ProviderGate) => {
    const visit = gate.begin();
    running += 1;
    onTurn(who, {
      refused: visit.refused,
      over() {
        visit.over();
        running -= 1;
        advance();
      },
    });
  };

  const serve = (who: Who, gate: ProviderGate, answer: "now" | { readonly never: string }) => {
    if (answer === "now") begin(who, gate);
    else onNever(who, answer.never);
  };

  return {
    enter(who, provider) {
      const line = lineOf(provider);
      entered += 1;
      const answer = hasRoom(line.gate) ? mayBegin(who) : "later";
      if (answer === "later") line.waiting.push({ who, number: entered });
      else serve(who, line.gate, answer);
    },
  };
}

function askFirst<Who>(
  line: Line<Who>,
  mayBegin: MayBegin<Who>,
  serve: (who: Who, answer: "now" | { readonly never: string }) => void,
): void {
  const { waiting, next } = line;
  const first = waiting[next];
  if (first === undefined) return;
  const answer = mayBegin(first.who);
  if (answer === "later") {
    line.next += 1;
    return;
  }
  // Before it begins: one that ends at once comes back here.
  waiting.splice(next, 1);
  serve(first.who, answer);
}

/** Null where nobody is left to be asked. */
function longestWaiting<Who>(lines: readonly Line<Who>[]): Line<Who> | null {
  const numberIn = ({ waiting, next }: Line<Who>) => waiting[next]?.number ?? 0;
  const [first = null] = lines.toSorted((a, b) => numberIn(a) - numberIn(b));
  return first;
}
