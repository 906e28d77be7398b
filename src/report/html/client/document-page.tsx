// A dossier, a comparison or a counterexample: the verdict, then sections that open, are searched and
// have an address.
import { useEffect, useRef } from "preact/hooks";
import type { DocumentData, DocumentPart, DocumentSection } from "../document-data.ts";
import { DataTable } from "./data-table.tsx";
import { EventTable } from "./event-table.tsx";
import { IntervalPicture } from "./interval-picture.tsx";
import { keyHelp } from "./keys.ts";
import { LatencyPicture } from "./latency-picture.tsx";
import { linkTo, view } from "./page-state.ts";
import { Commands, SearchField } from "./parts.tsx";
import { SchedulePicture } from "./schedule-picture.tsx";
import { hasWords, linesIn } from "./search-words.ts";
import { TimelineChart } from "./timeline-chart.tsx";
import { outcomeSigns, plural } from "./words.ts";

export function DocumentPage({ data }: { readonly data: DocumentData }) {
  const { kind, verdict, tone, lines, facts, sections } = data;
  return (
    <main class="document">
      <header class={`verdict ${tone}`}>
        <p class="tool">Resume matrix · {kind}</p>
        <h1>
          <span aria-hidden="true">{outcomeSigns[tone]} </span>
          {verdict}
        </h1>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {facts.map((fact) => (
          <p class="faint" key={fact}>
            {fact}
          </p>
        ))}
      </header>
      <search class="filters">
        <SearchField placeholder="any words of a line" />
        <Found sections={sections} />
      </search>
      {sections.map((section) => (
        <Part key={section.id} section={section} />
      ))}
      <footer>
        {keyHelp.document.map(([key, what]) => (
          <span key={key}>
            <kbd>{key}</kbd> {what}
          </span>
        ))}
      </footer>
    </main>
  );
}

function Found({ sections }: { readonly sections: readonly DocumentSection[] }) {
  const lines = sections.flatMap(linesIn);
  const shown = lines.filter((line) => hasWords(line, view.value.query)).length;
  return (
    <p role="status">
      {shown === lines.length
        ? plural(shown, "line")
        : `${shown} of ${plural(lines.length, "line")}`}
    </p>
  );
}

/** Open where it is by itself, where the address names it, and where something is looked for. */
function Part({ section }: { readonly section: DocumentSection }) {
  const { id, title, isOpen, parts } = section;
  const place = useRef<HTMLDetailsElement>(null);
  const { query, section: chosen } = view.value;
  const isChosen = chosen === id;
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: "start" });
  }, [isChosen]);
  const shown = linesIn(section).filter((line) => hasWords(line, query)).length;
  if (query !== "" && shown === 0) return null;
  return (
    <details ref={place} class="section" open={isOpen || isChosen || query !== ""}>
      <summary class="stop">
        <h2 id={`section-${id}`}>{title}</h2>
      </summary>
      {parts.map((part, index) => (
        <PartOf key={index} part={part} title={title} />
      ))}
      <p class="address">
        <a href={linkTo({ section: id })}>
          Link here<span class="unseen">, to {title}</span>
        </a>
      </p>
    </details>
  );
}

function PartOf({ part, title }: { readonly part: DocumentPart; readonly title: string }) {
  switch (part.kind) {
    case "table":
      return <DataTable table={part.table} label={title} />;
    case "intervals":
      return <IntervalPicture plot={part.plot} />;
    case "latencies":
      return <LatencyPicture plot={part.plot} />;
    case "schedule":
      return <SchedulePicture schedule={part.schedule} />;
    case "note":
      return <p class="faint">{part.text}</p>;
    case "commands":
      return <Commands commands={part.commands} />;
    case "list":
      return <List part={part} />;
    case "events": {
      const marks = new Set(part.marks);
      return (
        <>
          <TimelineChart events={part.events} marks={marks} />
          <EventTable events={part.events} marks={marks} root={part.root} />
        </>
      );
    }
  }
}

function List({ part }: { readonly part: Extract<DocumentPart, { readonly kind: "list" }> }) {
  const items = part.items.filter(({ text, more }) =>
    hasWords([text, ...more].join(" "), view.value.query),
  );
  return (
    <ul>
      {items.map(({ text, more }) => (
        <li key={text}>
          {more.length === 0 ? (
            text
          ) : (
            <details>
              <summary>{text}</summary>
              <ul>
                {more.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
