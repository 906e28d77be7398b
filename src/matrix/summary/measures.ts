// What a cell took, read off its evidence: how long each phase, and what its replies cost. Pure.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import type { TokenUsage } from "../../evidence/session.ts";

export interface CellMeasures {
  /** Phases that were done, in their order; one that failed or ran into its bound has no latency. */
  readonly phases: readonly { readonly phase: string; readonly durationMs: number }[];
  /** Of all replies in the session file; null where the agent recorded none. */
  readonly usage: TokenUsage | null;
  /** Of the first reply of the resumed turn; absent where none was counted. */
  readonly resumed?: ResumedInput | undefined;
  /** Turns in which a rule of the provider refused the request; absent where none was. */
  readonly refusedIn?: readonly string[] | undefined;
  /** Who had the seed's turn; absent where a real agent had it. */
  readonly seed?: "made" | undefined;
}

/** What a resume was sent with, in tokens, and how much of it the provider's cache had. */
interface ResumedInput {
  readonly inputTokens: number;
  readonly cachedTokens: number;
}

export function measuresOf(evidence: Evidence): CellMeasures {
  const resumed = resumedInput(evidence);
  const refusedIn = [...new Set(eventsOf(evidence, "model-refused").map(({ turn }) => turn))];
  const isMade = eventsOf(evidence, "session-made").length > 0;
  return {
    phases: phasesOf(evidence),
    usage: sumOf(usagesOf(evidence)),
    ...(resumed ? { resumed } : {}),
    ...(refusedIn.length > 0 ? { refusedIn } : {}),
    ...(isMade ? { seed: "made" as const } : {}),
  };
}

/** As the embedded provider counted it; elsewhere as the agent recorded it. */
function resumedInput(evidence: Evidence): ResumedInput | null {
  const counted = eventsOf(evidence, "model-requested").find(
    ({ turn, usage }) => turn === "resume" && usage !== undefined,
  );
  if (counted?.usage) {
    const { input, cachedInput } = counted.usage;
    return { inputTokens: input, cachedTokens: cachedInput };
  }
  const from = eventsOf(evidence, "dispatch-started")[0]?.seq ?? Number.POSITIVE_INFINITY;
  const reply = eventsOf(evidence, "session-entry").find(({ seq, usage }) => seq > from && usage);
  if (!reply?.usage) return null;
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = reply.usage;
  const whole = inputTokens + cacheReadTokens + cacheWriteTokens;
  return { inputTokens: whole, cachedTokens: cacheReadTokens };
}

function phasesOf(evidence: Evidence): CellMeasures["phases"] {
  const started = eventsOf(evidence, "phase-started");
  return eventsOf(evidence, "phase-ended").flatMap(({ phase, outcome, seq, atMs }) => {
    const start = started.findLast((event) => event.phase === phase && event.seq < seq);
    if (outcome !== "done" || start === undefined) return [];
    return [{ phase, durationMs: Math.round(atMs - start.atMs) }];
  });
}

/** An entry that was read twice was paid once. */
function usagesOf(evidence: Evidence): TokenUsage[] {
  const entries = eventsOf(evidence, "session-entry");
  const byPlace = new Map(entries.map((entry) => [`${entry.path} ${entry.offset}`, entry.usage]));
  return [...byPlace.values()].filter((usage) => usage !== undefined);
}

/** Null for none. A cost is known only where every reply names one. */
export function sumOf(usages: readonly TokenUsage[]): TokenUsage | null {
  if (usages.length === 0) return null;
  const costs = usages.map(({ costUsd }) => costUsd).filter((cost) => cost !== null);
  return {
    inputTokens: sum(usages.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(usages.map(({ outputTokens }) => outputTokens)),
    cacheReadTokens: sum(usages.map(({ cacheReadTokens }) => cacheReadTokens)),
    cacheWriteTokens: sum(usages.map(({ cacheWriteTokens }) => cacheWriteTokens)),
    costUsd: costs.length === usages.length ? sum(costs) : null,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
