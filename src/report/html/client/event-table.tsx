// Every recorded event, in order, with those marked that show a claim.
import type { EvidenceEvent } from "../../../evidence/event.ts";
import { LongText, Scroller, Section } from "./parts.tsx";
import { visible } from "./visible.ts";

interface EventTableProps {
  readonly events: readonly EvidenceEvent[];
  readonly marks: ReadonlySet<number>;
}

export function EventTable({ events, marks }: EventTableProps) {
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
              <EventLine key={event.seq} event={event} isMarked={marks.has(event.seq)} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </Section>
  );
}

function EventLine({
  event,
  isMarked,
}: {
  readonly event: EvidenceEvent;
  readonly isMarked: boolean;
}) {
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
          <summary>{shortly(body)}</summary>
          <LongText text={visible(JSON.stringify(body, null, 2))} label={`event ${seq}`} />
        </details>
      </td>
    </tr>
  );
}

const longest = 140;

function shortly(body: object): string {
  const words = Object.entries(body)
    .filter(
      ([, value]) =>
        value !== null && value !== "" && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name} ${wordOf(value)}`)
    .join(", ");
  return words === ""
    ? "nothing more"
    : visible(words.length > longest ? `${words.slice(0, longest)}…` : words);
}

const wordOf = (value: unknown): string =>
  typeof value === "string" ? value.slice(0, longest) : JSON.stringify(value).slice(0, longest);
