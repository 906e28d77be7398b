// The cells as a table: what the heat map shows, for the keyboard, for screen readers and to sort.
import { useState } from "preact/hooks";
import type { CellRow, Overview } from "../page-data.ts";
import { go, linkTo, ordered, type PageState, view } from "./page-state.ts";
import { Badge, Scroller } from "./parts.tsx";
import type { SortKey } from "./view.ts";
import { durationText } from "./words.ts";

/** A browser lays out so many rows at once without being felt. */
const rowsAtOnce = 200;

interface Column {
  readonly key: SortKey;
  readonly head: string;
}

function columnsOf({ names }: Overview): Column[] {
  return [
    { key: "outcome", head: "Outcome" },
    { key: "target", head: "Target" },
    ...(names.lanes.length > 1 ? [{ key: "lane", head: "Lane" } as const] : []),
    { key: "scenario", head: "Scenario" },
    ...(names.histories.length > 1 ? [{ key: "history", head: "History" } as const] : []),
    { key: "duration", head: "Took" },
  ];
}

export function CellTable({ state }: { readonly state: PageState }) {
  const [limit, setLimit] = useState(rowsAtOnce);
  const { overview } = state;
  const columns = columnsOf(overview);
  const all = ordered.value;
  return (
    <>
      <Scroller label="Cells as a table">
        <table class="cells">
          <thead>
            <tr>
              {columns.map(({ key, head }) => (
                <Head key={key} sort={key} head={head} />
              ))}
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {all.slice(0, limit).map((at) => {
              const cell = overview.cells[at];
              return (
                cell && (
                  <CellLine
                    key={at}
                    cell={cell}
                    title={state.titles[at] ?? ""}
                    columns={columns}
                    overview={overview}
                  />
                )
              );
            })}
          </tbody>
        </table>
      </Scroller>
      {all.length > limit && (
        <button type="button" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, all.length - limit)} more of {all.length}
        </button>
      )}
      {all.length === 0 && <p>No cell is like that.</p>}
    </>
  );
}

function Head({ sort, head }: { readonly sort: SortKey; readonly head: string }) {
  const isSorted = view.value.sort === sort;
  const { descending } = view.value;
  const order = isSorted ? (descending ? "descending" : "ascending") : "none";
  const arrows = { ascending: " ↑", descending: " ↓", none: "" };
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" onClick={() => go({ sort, descending: isSorted && !descending })}>
        {head}
        <span aria-hidden="true">{arrows[order]}</span>
      </button>
    </th>
  );
}

interface LineProps {
  readonly cell: CellRow;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly overview: Overview;
}

function CellLine({ cell, title, columns, overview }: LineProps) {
  return (
    <tr>
      {columns.map(({ key }) => (
        <td key={key} class={`at-${key}`}>
          {key === "scenario" ? (
            <a href={linkTo({ cell: title, claim: null })} aria-label={title}>
              {textOf(key, cell, overview)}
              {cell.repetition > 1 && ` #${cell.repetition}`}
            </a>
          ) : (
            textOf(key, cell, overview)
          )}
        </td>
      ))}
      <td class="why">
        <span>{cell.why}</span>
      </td>
    </tr>
  );
}

function textOf(key: SortKey, cell: CellRow, { names }: Overview) {
  switch (key) {
    case "outcome":
      return <Badge outcome={cell.outcome} hazard={cell.hazard} />;
    case "target":
      return names.targets[cell.target];
    case "lane":
      return names.lanes[cell.lane];
    case "scenario":
      return names.scenarios[cell.scenario];
    case "history":
      return names.histories[cell.history];
    case "duration":
      return cell.outcome === "skip" ? "" : durationText(cell.durationMs);
  }
}
