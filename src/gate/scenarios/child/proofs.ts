// Proofs that a fault in a child struck, taken from what the subject did to the child.
import { eventsOf } from "../../../evidence/evidence.ts";
import type { Stage } from "../../stage.ts";

/**
 * The subject's own SIGTERM, after the fault was in place and with no socket seen before it: null
 * where the child served, or was never told to end.
 */
export function describeSignal(stage: Stage, armedAt: number | null): string | null {
  const signal = eventsOf(stage, "signal-sent").find(({ by }) => by === "subject");
  if (armedAt === null || !signal || signal.seq < armedAt) return null;
  const served = eventsOf(stage, "watch-ended").some(
    ({ outcome }) => outcome.kind === "socket-alive",
  );
  if (served) return null;
  return `in place at event ${armedAt}; no socket came, and ${signal.signal} to pid ${signal.pid} was ${signal.result} (event ${signal.seq})`;
}
