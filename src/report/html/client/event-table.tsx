// Every recorded event, in order, with those marked that show a claim.
import type { EvidenceEvent } from "../../../evidence/event.ts";
import { wordsOf } from "./event-words.ts";
import { LongText, Scroller, Section } from "./parts.tsx";
import { visible } from "./visible.ts";

interface EventTableProps {
  readonly events: readonly EvidenceEvent[];
  readonly marks: ReadonlySet<number>;
  readonly root: string;
}

export function EventTable({ events, marks, root }: EventTableProps) {
  return (
    <Section title={`Events (${events.length})`} id="events">
      <Scroller label="Events">
        <table class="events">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">ms</th>
              <th scope="col">event</th>
              <th scope="col">what was recorded</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <EventLine
                key={event.seq}
                event={event}
                isMarked={marks.has(event.seq)}
                root={root}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  );
}

interface LineProps {
  readonly event: EvidenceEvent;
  readonly isMarked: boolean;
  readonly root: string;
}

function EventLine({ event, isMarked, root }: LineProps) {
  const { seq, atMs, wallMs: _, type, ...body } = event;
  return (
    <tr id={`event-${seq}`} tabIndex={-1} class={isMarked ? "marked" : ""}>
      <td>
        {isMarked && <span title="shows the claim">◆ </span>}
        {seq}
      </td>
      <td>{atMs.toFixed(1)}</td>
      <th scope="row">{type}</th>
      <td>
        <details>
          <summary>{wordsOf(event, root)}</summary>
          <LongText text={visible(JSON.stringify(body, null, 2))} label={`event ${seq}`} />
        </details>
      </td>
    </tr>
  );
}
