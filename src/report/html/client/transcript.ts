// The session's entries as they were recorded, and where the resume begins in them. Pure.
import type { EventOf, EvidenceEvent } from "../../../evidence/event.ts";

export interface Transcript {
  readonly path: string;
  readonly before: readonly EventOf<"session-entry">[];
  readonly after: readonly EventOf<"session-entry">[];
}

/** One for each session file, in the order of their first entries. */
export function transcriptsIn(events: readonly EvidenceEvent[]): Transcript[] {
  const entries = events.filter((event) => event.type === "session-entry");
  const groups = Map.groupBy(entries, ({ path }) => path);
  return [...groups].map(([path, own]) => {
    const isBefore = boundaryOf(path, events);
    return {
      path,
      before: own.filter(isBefore),
      after: own.filter((entry) => !isBefore(entry)),
    };
  });
}

/** By the bytes that were there before the resume; where nobody read them, by the first dispatch. */
function boundaryOf(path: string, events: readonly EvidenceEvent[]) {
  const prefix = events.find(
    (event) =>
      event.type === "session-prefix" && event.moment === "before-resume" && event.path === path,
  );
  if (prefix?.type === "session-prefix") {
    return ({ offset }: EventOf<"session-entry">) => offset < prefix.bytes;
  }
  const dispatch = events.find(({ type }) => type === "dispatch-started");
  return ({ seq }: EventOf<"session-entry">) => seq < (dispatch?.seq ?? Number.POSITIVE_INFINITY);
}
