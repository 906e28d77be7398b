// A table of a document, narrowed by what is looked for. What a cell has more to tell opens in place.
import type { CellText, TableData } from "../document-data.ts";
import { view } from "./page-state.ts";
import { Scroller, ToneBadge } from "./parts.tsx";
import { hasWords, lineText } from "./search-words.ts";

/** A browser lays out so many rows at once without being felt. */
const mostLines = 400;

export function DataTable({ table, label }: { readonly table: TableData; readonly label: string }) {
  const { heads } = table;
  const lines = table.lines.filter((line) => hasWords(lineText(line), view.value.query));
  if (lines.length === 0) return null;
  return (
    <>
      <Scroller label={`Table: ${label}`}>
        <table class="data">
          <thead>
            <tr>
              {heads.map((head, column) => (
                <th scope="col" key={column}>
                  {head === "" ? <span class="unseen">state</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, mostLines).map((line, index) => (
              <tr key={index}>
                {line.map((cell, column) => (
                  <td key={column}>
                    <Cell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {lines.length > mostLines && (
        <p class="faint">
          {lines.length - mostLines} more lines are not shown; search for what you need.
        </p>
      )}
    </>
  );
}

function Cell({ cell }: { readonly cell: CellText }) {
  const { text, tone, isCode = false, more = [] } = cell;
  const body =
    tone !== undefined ? (
      <ToneBadge tone={tone} text={text} />
    ) : isCode ? (
      <code>{text}</code>
    ) : (
      text
    );
  if (more.length === 0) return <>{body}</>;
  return (
    <details>
      <summary>{body}</summary>
      <ul class="more">
        {more.map((line, index) => (
          <li key={index}>{line.startsWith("pnpm ") ? <code>{line}</code> : line}</li>
        ))}
      </ul>
    </details>
  );
}
