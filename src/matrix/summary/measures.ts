// What a cell took, read off its evidence: how long each phase, and what its replies cost. Pure.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import type { TokenUsage } from "../../evidence/session.ts";

export interface CellMeasures {
  /** Phases that were done, in their order; one that failed or ran into its bound has no latency. */
  readonly phases: readonly { readonly phase: string; readonly durationMs: number }[];
  /** Of all replies in the session file; null where the agent recorded none. */
  readonly usage: TokenUsage | null;
}

export function measuresOf(evidence: Evidence): CellMeasures {
  return { phases: phasesOf(evidence), usage: sumOf(usagesOf(evidence)) };
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
