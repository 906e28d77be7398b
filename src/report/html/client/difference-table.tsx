// The pairs that differ, as a table: what the picture above shows, for the keyboard and screen readers.
import { type CellPair, type Compared, differences } from "./difference.ts";
import { differenceWords, toneOf } from "./difference-words.ts";
import { linkTo, type PageState } from "./page-state.ts";
import { Badge, Scroller } from "./parts.tsx";

/** A browser lays out so many rows at once without being felt. */
const mostRows = 400;

interface TableProps {
  readonly state: PageState;
  readonly compared: Compared;
  readonly pairs: readonly CellPair[];
}

export function DifferenceTable({ state, compared, pairs }: TableProps) {
  if (pairs.length === 0) return <p>Nothing differs.</p>;
  const sorted = [...pairs].sort(
    (x, y) => differences.indexOf(x.difference) - differences.indexOf(y.difference),
  );
  const { names } = state.overview;
  const also = [
    ...(compared.axis === "lane" || names.lanes.length < 2 ? [] : ["Lane"]),
    ...(compared.axis === "history" || names.histories.length < 2 ? [] : ["History"]),
    ...(compared.axis === "repetition" ? [] : ["#"]),
  ].join(", ");
  const heads = ["Is", "Target", "Scenario", also || "Also", compared.a, compared.b, "Why"];
  return (
    <>
      <Scroller label="Pairs of cells that differ">
        <table class="cells pairs">
          <thead>
            <tr>
              {heads.map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, mostRows).map((pair) => (
              <Line key={`${pair.a} ${pair.b}`} pair={pair} state={state} compared={compared} />
            ))}
          </tbody>
        </table>
      </Scroller>
      {pairs.length > mostRows && (
        <p class="faint">{pairs.length - mostRows} more are not shown; narrow the matrix.</p>
      )}
    </>
  );
}

interface LineProps {
  readonly pair: CellPair;
  readonly state: PageState;
  readonly compared: Compared;
}

function Line({ pair, state, compared }: LineProps) {
  const { names, cells } = state.overview;
  const { a, b, difference, row, scenario } = pair;
  const [first, second] = [a, b].map((at) => (at === null ? undefined : cells[at]));
  const either = second ?? first;
  const others = [
    ...(compared.axis === "lane" || names.lanes.length < 2 ? [] : [names.lanes[either?.lane ?? 0]]),
    ...(compared.axis === "history" || names.histories.length < 2
      ? []
      : [names.histories[either?.history ?? 0]]),
    ...(compared.axis === "repetition" ? [] : [`#${either?.repetition}`]),
  ];
  const outcome = (at: number | null) => {
    const cell = at === null ? undefined : cells[at];
    const title = state.titles[at ?? -1];
    if (cell === undefined || title === undefined) return "none";
    return (
      <a href={linkTo({ cell: title, claim: null })} aria-label={`${cell.outcome}: ${title}`}>
        <Badge outcome={cell.outcome} hazard={cell.hazard} />
      </a>
    );
  };
  return (
    <tr>
      <th scope="row">
        <span class={`badge ${toneOf[difference]}`}>{differenceWords(compared)[difference]}</span>
      </th>
      <td class="at-target">{row}</td>
      <td class="at-scenario">{names.scenarios[scenario]}</td>
      <td class="at-else">{others.join(" ")}</td>
      <td>{outcome(a)}</td>
      <td>{outcome(b)}</td>
      <td class="why">
        <span>{second?.why || first?.why}</span>
      </td>
    </tr>
  );
}
