// The timeline to scale. A picture beside the table of events, which says all of it in words.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { EvidenceEvent } from "../../../evidence/event.ts";
import { Scroller, Section } from "./parts.tsx";
import type { Bar, Mark, Row } from "./rows.ts";
import { timelineOf } from "./timeline.ts";
import { durationText } from "./words.ts";

interface ChartProps {
  readonly events: readonly EvidenceEvent[];
  readonly marks: ReadonlySet<number>;
}

const zooms = [1, 2, 4, 8, 16, 32, 64] as const;

export function TimelineChart({ events, marks }: ChartProps) {
  const [zoom, setZoom] = useState(0);
  const tracks = useRef<HTMLDivElement>(null);
  const { rows, endMs } = useMemo(() => timelineOf(events), [events]);
  const factor = zooms[zoom] ?? 1;
  const at = (ms: number) => `${(ms / endMs) * 100}%`;
  const marked = events.filter(({ seq }) => marks.has(seq));
  const times = marked.map(({ atMs }) => atMs);
  const [first, last] = times.length === 0 ? [0, endMs] : [Math.min(...times), Math.max(...times)];
  // Whoever looks closer looks at what is marked.
  useEffect(() => {
    const scroller = tracks.current?.parentElement;
    if (!scroller) return;
    const middle = ((first + last) / 2 / endMs) * scroller.scrollWidth;
    scroller.scrollLeft = middle - scroller.clientWidth / 2;
  }, [first, last, endMs, factor]);
  const closest = zooms.findLastIndex((each) => each * (last - first) <= endMs / 2);
  const button = (label: string, next: number) => (
    <button type="button" disabled={next < 0 || next >= zooms.length} onClick={() => setZoom(next)}>
      {label}
    </button>
  );
  return (
    <Section title="Timeline" id="timeline">
      <p class="zoom">
        {durationText(endMs)} in all, <span role="status">{factor}×</span>{" "}
        {button("Farther", zoom - 1)} {button("Closer", zoom + 1)}{" "}
        {times.length > 0 && button("To the marked events", Math.max(closest, 0))}
      </p>
      <div class="chart">
        <ul class="rows" aria-hidden="true">
          {rows.map(({ name }) => (
            <li key={name} title={name}>
              {name}
            </li>
          ))}
        </ul>
        <Scroller label="Timeline to scale; the table of events says the same">
          <div ref={tracks} class="tracks" aria-hidden="true" style={{ width: `${factor * 100}%` }}>
            {rows.map((row) => (
              <Track key={row.name} row={row} at={at} />
            ))}
            {marked.map(({ seq, atMs }) => (
              <span key={seq} class="marker" style={{ left: at(atMs) }} />
            ))}
            <Scale endMs={endMs} count={6 * factor} at={at} />
          </div>
        </Scroller>
      </div>
    </Section>
  );
}

interface TrackProps {
  readonly row: Row;
  at(ms: number): string;
}

function Track({ row, at }: TrackProps) {
  return (
    <div class="track">
      {row.bars.map((bar, index) => (
        <button
          type="button"
          tabIndex={-1}
          key={index}
          class={`bar ${bar.isBad ? "bad" : ""} ${bar.isOpen ? "open" : ""}`}
          style={{ left: at(bar.fromMs), width: `max(3px, ${at(bar.toMs - bar.fromMs)})` }}
          title={barTitle(bar)}
          onClick={() => scrollToEvent(bar.seqs[0])}
        >
          <span>
            {bar.isBad ? "✗ " : ""}
            {bar.label}
          </span>
        </button>
      ))}
      {row.marks.map((mark) => (
        <button
          type="button"
          tabIndex={-1}
          key={mark.seq}
          class={`mark ${mark.isHollow ? "hollow" : ""}`}
          style={{ left: at(mark.atMs) }}
          title={markTitle(mark)}
          onClick={() => scrollToEvent(mark.seq)}
        />
      ))}
    </div>
  );
}

const barTitle = ({ label, fromMs, toMs, seqs, isOpen }: Bar) =>
  `${label}: ${durationText(toMs - fromMs)}, from ${durationText(fromMs)} ${isOpen ? "on; no end was recorded" : `to ${durationText(toMs)}`} (${seqs.length === 1 ? "event" : "events"} ${seqs.join(", ")})`;

const markTitle = ({ label, atMs, seq }: Mark) =>
  `${label} at ${durationText(atMs)} (event ${seq})`;

function scrollToEvent(seq: number | undefined): void {
  document.getElementById(`event-${seq}`)?.scrollIntoView({ block: "center" });
}

interface ScaleProps {
  readonly endMs: number;
  /** About so many ticks. */
  readonly count: number;
  at(ms: number): string;
}

function Scale({ endMs, count, at }: ScaleProps) {
  const step = roundStep(endMs / count);
  const ticks = Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
  return (
    <div class="scale">
      {ticks.map((ms) => (
        <span key={ms} style={{ left: at(ms) }}>
          {durationText(ms)}
        </span>
      ))}
    </div>
  );
}

/** The next of 1, 2, 5 times a power of ten. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * ([1, 2, 5].find((factor) => factor * power >= atLeast) ?? 10);
}
