// The rows of the conversation: turns, and what was asked of the model. A request is recorded when
// it has ended. Pure.
import type { EventOf, EvidenceEvent } from "../../../evidence/event.ts";
import { type Bar, type Mark, type Row, row } from "./rows.ts";

type Events = readonly EvidenceEvent[];
type Request = EventOf<"model-requested">;

const startOf = ({ atMs, durationMs }: Request) => Math.max(0, atMs - durationMs);

const requestsIn = (events: Events) => events.filter((event) => event.type === "model-requested");

export function requestRow(events: Events): Row {
  const bars = requestsIn(events).map((request): Bar => {
    const { turn, outcome, atMs, seq, status } = request;
    const label = `${turn}: ${outcome}, ${status}`;
    return {
      key: turn,
      label,
      fromMs: startOf(request),
      toMs: atMs,
      seqs: [seq],
      isBad: outcome !== "replied",
      isOpen: false,
    };
  });
  return row("provider requests", bars);
}

/** From the first request of a turn to where it was seen settled, else to its last request. */
export function turnRows(events: Events, endMs: number): Row[] {
  const groups = Map.groupBy(requestsIn(events), ({ turn }) => turn);
  const bars = [...groups].map(([turn, requests]): Bar => {
    const settled = events.find((event) => event.type === "turn-settled" && event.turn === turn);
    const last = requests.at(-1);
    const ends = [last?.atMs ?? endMs, settled?.atMs ?? 0];
    return {
      key: turn,
      label: turn,
      fromMs: Math.min(...requests.map(startOf)),
      toMs: Math.max(...ends),
      seqs: [...requests.map(({ seq }) => seq), ...(settled ? [settled.seq] : [])],
      isBad: false,
      isOpen: false,
    };
  });
  return [row("turns", bars, entriesOf(events))];
}

/** Where the session's own lines of user and assistant were seen. */
function entriesOf(events: Events): Mark[] {
  return events.flatMap((event): Mark[] => {
    if (event.type !== "session-entry") return [];
    const { role, seq, atMs } = event;
    if (role !== "user" && role !== "assistant") return [];
    return [{ seq, atMs, label: `${role} entry`, isHollow: role === "user" }];
  });
}
