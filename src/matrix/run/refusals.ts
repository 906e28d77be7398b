// A provider's 429 in what a cell records: on the wire at loopback, and live in what the agent says of it.
// Pure.
import type { Cell } from "../../evidence/cell.ts";
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Refusal } from "./pace.ts";

/**
 * Reads one cell's events in their order. Null for everything else, for a 429 that a scenario or a history told the
 * embedded provider to give, for an entry that was read before, and for what a history brought along.
 */
export function createRefusalReader({
  fidelity,
  history,
}: Pick<Cell, "fidelity" | "history">): (event: EvidenceEvent) => Refusal | null {
  const known = new Set<string>();
  let isOwn = history === undefined;
  return (event) => {
    if (event.type === "model-requested") {
      const { status, behaviour = "plain" } = event;
      return status === 429 && behaviour === "plain" ? { retryAfterMs: null } : null;
    }
    if (fidelity !== "live") return null;
    if (event.type === "dispatch-started") isOwn = true;
    if (event.type === "error-output") return refusalSaid(event.lines.join("\n"));
    if (event.type !== "session-entry") return null;
    const place = `${event.path} ${event.offset}`;
    if (known.has(place)) return null;
    known.add(place);
    return isOwn ? refusalSaid(event.errorMessage ?? "") : null;
  };
}

const saysRefused =
  /\b429\b|too many requests|rate[ _-]?limit|resource[ _-]?exhausted|throttling ?exception/i;

/** `Retry-After: 20`, `"retryDelay": "20s"`, `try again in 1.5s`, `retry in 200ms`. */
const saysWhen =
  /(?:retry[- _]?after|retry[- _]?delay|(?:re)?try(?: again)? (?:after|in))["']?\s*[:=]?\s*["']?(\d+(?:\.\d+)?)\s*(ms|milliseconds?|minutes?|m|s|seconds?)?(?![a-z])/i;

function refusalSaid(text: string): Refusal | null {
  if (!saysRefused.test(text)) return null;
  const found = saysWhen.exec(text);
  if (found === null) return { retryAfterMs: null };
  return { retryAfterMs: Math.ceil(Number(found[1]) * unitMs(found[2]?.toLowerCase() ?? "s")) };
}

/** Seconds where nothing else is said. */
function unitMs(unit: string): number {
  if (unit.startsWith("ms") || unit.startsWith("milli")) return 1;
  return unit.startsWith("m") ? 60_000 : 1_000;
}
