// One cell: what came out, its claims, its timeline, its conversation, and how to see it again.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Evidence } from "../../../evidence/evidence.ts";
import type { Outcome } from "../../../matrix/summary/result.ts";
import { blocks, type CellDetails, type CellRow, type ShownClaim } from "../page-data.ts";
import { Claims } from "./claims.tsx";
import { Conversation } from "./conversation.tsx";
import { EventTable } from "./event-table.tsx";
import { openBlock } from "./open-block.ts";
import { linkTo, ordered, type PageState, view } from "./page-state.ts";
import { Badge, Commands, Section } from "./parts.tsx";
import { TimelineChart } from "./timeline-chart.tsx";
import { durationText } from "./words.ts";

interface CellProps {
  readonly at: number;
  readonly state: PageState;
}

interface Opened {
  readonly details: CellDetails | null;
  readonly evidence: Evidence | null;
}

export function CellPage({ at, state }: CellProps) {
  const opened = useOpened(at, state);
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader is told that another page is there.
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  const cell = state.overview.cells[at];
  if (cell === undefined) return null;
  return (
    <main>
      <Way at={at} state={state} />
      <header class={`verdict ${cell.outcome}`}>
        <h1 ref={heading} tabIndex={-1}>
          {state.titles[at]}
        </h1>
        <p>
          <Badge outcome={cell.outcome} hazard={cell.hazard} />{" "}
          {cell.outcome !== "skip" && `after ${durationText(cell.durationMs)}`}
        </p>
      </header>
      {opened === null ? <p>Opening…</p> : <Opened opened={opened} state={state} cell={cell} />}
    </main>
  );
}

function useOpened(at: number, { overview }: PageState): Opened | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    const { detailsPerBlock } = overview;
    Promise.all([
      openBlock<readonly CellDetails[]>(blocks.details(Math.floor(at / detailsPerBlock))),
      openBlock<Evidence>(blocks.evidence(at)),
    ]).then(([group, evidence]) => {
      setOpened({ details: group?.[at % detailsPerBlock] ?? null, evidence });
    });
  }, [at, overview]);
  return opened;
}

/** Back to the run as it was narrowed, and to the neighbours in it. */
function Way({ at, state }: CellProps) {
  const place = ordered.value.indexOf(at);
  const link = (position: number | undefined, text: string) => {
    const title = position === undefined ? undefined : state.titles[position];
    return title !== undefined && <a href={linkTo({ cell: title, claim: null })}>{text}</a>;
  };
  return (
    <nav class="way" aria-label="Cells">
      <a href={linkTo({ cell: null, claim: null })}>← The run</a>
      {place > 0 && link(ordered.value[place - 1], "Previous")}
      {place !== -1 && link(ordered.value[place + 1], "Next")}
    </nav>
  );
}

interface OpenedProps {
  readonly opened: Opened;
  readonly state: PageState;
  readonly cell: CellRow;
}

function Opened({ opened, state, cell }: OpenedProps) {
  const { details, evidence } = opened;
  const { names } = state.overview;
  const claims = details?.claims ?? [];
  const marked = markedClaim(claims, view.value.claim, state);
  const events = evidence?.events ?? [];
  const marks = new Set(marked?.events ?? []);
  return (
    <>
      {details?.known.map((why) => (
        <p key={why}>Known: {why}</p>
      ))}
      {marked === null && cell.why !== "" && (
        <p>
          <strong>Because</strong> {cell.why}
        </p>
      )}
      <Section title="Claims" id="claims">
        <Claims claims={claims} marked={marked} names={names} evidence={evidence} />
      </Section>
      {evidence === null ? (
        <NoEvents outcome={cell.outcome} />
      ) : (
        <>
          <TimelineChart events={events} marks={marks} />
          <Conversation events={events} />
          <EventTable events={events} marks={marks} root={evidence.cell.paths.root} />
          <Versions evidence={evidence} />
        </>
      )}
      {details !== null && (
        <Section title="See it again" id="again">
          <Commands
            commands={[...details.commands, ...state.overview.commands, ...details.places]}
          />
        </Section>
      )}
    </>
  );
}

/** The one that is asked for, else the first that did not hold. */
function markedClaim(
  claims: readonly ShownClaim[],
  name: string | null,
  { overview }: PageState,
): ShownClaim | null {
  const named = claims.find(({ claim }) => overview.names.claims[claim]?.name === name);
  const broken = (verdict: ShownClaim["verdict"]) =>
    claims.find((each) => each.verdict === verdict);
  return named ?? broken("violated") ?? broken("unknown") ?? null;
}

/** A page that was written for all cells holds the events of a passed one, too. */
function NoEvents({ outcome }: { readonly outcome: Outcome }) {
  if (outcome === "skip") return <p>It was not run.</p>;
  if (outcome !== "pass") return <p>Its recorded events could not be read.</p>;
  return (
    <p>
      The events of a cell that passed are in this page only when it is written with{" "}
      <code>--report-all</code>.
    </p>
  );
}

function Versions({ evidence }: { readonly evidence: Evidence }) {
  const { versions, cell } = evidence;
  const fields: readonly (readonly [string, string])[] = [
    ["agent", `${versions.agentName ?? "pi"} ${versions.agent}`],
    ["agent's command", versions.agentCommand ?? ""],
    ["resume-matrix", `${versions.tool} ${versions.commit ?? ""}`],
    ["Node", `${versions.node}, ${versions.platform}`],
    ["wire format", cell.target.wireApi ?? ""],
    ["garden id", cell.gardenId],
    ["fidelity", cell.fidelity],
    ["expected", JSON.stringify(cell.expectation)],
  ];
  return (
    <Section title="Versions" id="versions">
      <dl>
        {fields
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}
