// A cell as spans of OpenTelemetry, in OTLP's JSON: one for the cell, one for each of its phases. Pure: ids follow from
// the cell's garden id, times from its events. What anybody said stays out of it unless it is asked for.
import { createHash } from "node:crypto";
import { targetName } from "../../evidence/cell.ts";
import type { EventOf, EvidenceEvent } from "../../evidence/event.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CellResult } from "../../matrix/summary/result.ts";
import { plain } from "../plain.ts";
import { type Attribute, attributes } from "./attributes.ts";

/** As opentelemetry-proto's `trace.proto` writes it in JSON: ids in hex, 64-bit numbers as text. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 is internal. */
  readonly kind: 1;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events?: readonly SpanEvent[];
  readonly status: Status;
}

interface SpanEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

interface Status {
  /** 0 unset, 1 ok, 2 error. */
  readonly code: 0 | 1 | 2;
  readonly message?: string;
}

interface SpanOptions {
  readonly run: string;
  /** With what the models, the agents and the judgements said. */
  readonly withContent: boolean;
}

/** Empty where nothing was recorded. */
export function spansOf(evidence: Evidence, result: CellResult, options: SpanOptions): Span[] {
  const { cell, events } = evidence;
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return [];
  const at = timesIn(first);
  const traceId = idOf(cell.gardenId, "trace", 32);
  const spanId = idOf(cell.gardenId, "cell", 16);
  const latest = events.reduce((time, { atMs }) => Math.max(time, atMs), 0);
  const whole: Span = {
    traceId,
    spanId,
    name: "cell",
    kind: 1,
    startTimeUnixNano: at(0),
    endTimeUnixNano: at(latest),
    attributes: cellAttributes(evidence, result, options),
    ...(options.withContent ? { events: contentOf(evidence, result, at, latest) } : {}),
    status: statusOf(result),
  };
  const phases = phasesIn(events).map(({ started, ended }): Span => {
    const said = options.withContent && ended ? plain(ended.because) : "";
    return {
      traceId,
      spanId: idOf(cell.gardenId, `phase ${started.seq}`, 16),
      parentSpanId: spanId,
      name: started.phase,
      kind: 1,
      startTimeUnixNano: at(started.atMs),
      endTimeUnixNano: at(ended?.atMs ?? latest),
      attributes: attributes({
        "resume_matrix.phase.timeout_ms": started.timeoutMs,
        "resume_matrix.phase.outcome": ended?.outcome,
      }),
      status: { code: ended?.outcome === "failed" ? 2 : 0, ...(said ? { message: said } : {}) },
    };
  });
  return [whole, ...phases];
}

/** The moment of an event as nanoseconds since the Unix epoch, by the wall clock at the first one. */
function timesIn({ wallMs, atMs }: EvidenceEvent): (atMs: number) => string {
  const beganMs = BigInt(Math.round(wallMs - atMs));
  return (moment) => String(beganMs * 1_000_000n + BigInt(Math.round(moment * 1000)) * 1000n);
}

const idOf = (gardenId: string, what: string, digits: number): string =>
  createHash("sha256").update(`${gardenId} ${what}`).digest("hex").slice(0, digits);

function phasesIn(events: readonly EvidenceEvent[]) {
  return events.flatMap((started, index) => {
    if (started.type !== "phase-started") return [];
    const ended = events
      .slice(index)
      .find(
        (event): event is EventOf<"phase-ended"> =>
          event.type === "phase-ended" && event.phase === started.phase,
      );
    return [{ started, ended }];
  });
}

function cellAttributes(
  { cell, versions }: Evidence,
  { verdict, unfinished, claims }: CellResult,
  { run }: SpanOptions,
): readonly Attribute[] {
  const violated = claims.filter((claim) => claim.verdict === "violated");
  return attributes({
    "gen_ai.provider.name": cell.target.provider,
    "gen_ai.request.model": cell.target.model,
    "resume_matrix.run": run,
    "resume_matrix.garden_id": cell.gardenId,
    "resume_matrix.target": targetName(cell.target),
    "resume_matrix.agent.version": versions.agent,
    "resume_matrix.lane": cell.lane,
    "resume_matrix.scenario": cell.scenario,
    "resume_matrix.history": cell.history?.name,
    "resume_matrix.repetition": cell.repetition,
    "resume_matrix.fidelity": cell.fidelity,
    "resume_matrix.verdict": verdict,
    "resume_matrix.unfinished": unfinished,
    "resume_matrix.violated": violated.map(({ name }) => name).join(", ") || undefined,
  });
}

/** An unknown is neither: nothing was shown. */
function statusOf({ verdict, claims }: CellResult): Status {
  if (verdict === "pass") return { code: 1 };
  if (verdict !== "fail") return { code: 0 };
  const names = claims.filter((claim) => claim.verdict === "violated").map(({ name }) => name);
  return { code: 2, message: names.join(", ") };
}

/** More of one text than a backend would show. */
const longest = 4_000;

function contentOf(
  { events }: Evidence,
  { claims }: CellResult,
  at: (atMs: number) => string,
  endMs: number,
): readonly SpanEvent[] {
  const said = events.flatMap((event): SpanEvent[] => {
    if (event.type !== "session-entry" || event.text === "") return [];
    const text = { role: event.role ?? undefined, text: plain(event.text, longest) };
    return [{ timeUnixNano: at(event.atMs), name: "session-entry", attributes: attributes(text) }];
  });
  const judged = claims
    .filter(({ verdict }) => verdict === "violated" || verdict === "unknown")
    .map(({ name, verdict, because }) => ({
      timeUnixNano: at(endMs),
      name: "claim",
      attributes: attributes({ claim: name, verdict, because: plain(because, longest) }),
    }));
  return [...said, ...judged];
}
