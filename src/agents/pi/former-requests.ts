// Evidence recorded before a request said in neutral words what it asked for: read from its arguments.
// Pure; every reader of recorded evidence passes it through here.
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { readInvocation } from "./invocation.ts";

export function withRequestsRead(evidence: Evidence): Evidence {
  if (evidence.cell.target.agent !== "pi") return evidence;
  return { ...evidence, events: evidence.events.map(read) };
}

function read(event: EvidenceEvent): EvidenceEvent {
  if (event.type !== "child-requested" || event.asked !== undefined) return event;
  if (event.role !== "seed" && event.role !== "resume") return event;
  return { ...event, asked: readInvocation(event.arguments) };
}
