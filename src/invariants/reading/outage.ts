// Tells a provider that failed from a subject that failed. Only real providers have outages: what
// the embedded one does was scripted, and is judged like anything else.
import type { Evidence } from "../../evidence/evidence.ts";
import { type Entry, isAssistant, isFailedAttempt } from "./transcript.ts";

const signs = [
  /\b(401|402|403|408|409|425|429|5\d\d)\b/,
  /rate.?limit|too many requests|overloaded|quota|credit|billing|insufficient/i,
  /unauthori[sz]ed|forbidden|invalid.{0,12}key/i,
  /ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|fetch failed|socket hang up|network|timed? ?out/i,
  /service unavailable|bad gateway|internal server error|temporarily/i,
];

/**
 * The failed attempt that a live turn ended with, when its message is the provider's or the
 * network's; undefined otherwise. Then the subject was not put to the test.
 */
export function outageOf(evidence: Evidence, entries: readonly Entry[]): Entry | undefined {
  if (evidence.cell.fidelity !== "live") return undefined;
  const last = entries.findLast(isAssistant);
  if (!last || !isFailedAttempt(last)) return undefined;
  const message = last.errorMessage ?? "";
  return signs.some((sign) => sign.test(message)) ? last : undefined;
}
