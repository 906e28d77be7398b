// How long phases took, as bars in a table: the bar is for the eye, the figures beside it say the same.
import type { LatencyPlot, LatencyRow } from "../document-data.ts";
import { Scroller } from "./parts.tsx";
import { durationText } from "./words.ts";

export function LatencyPicture({ plot }: { readonly plot: LatencyPlot }) {
  const { title, rows } = plot;
  const longest = Math.max(1, ...rows.map(({ p99 }) => p99));
  const at = (ms: number) => `${(ms / longest) * 100}%`;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <Scroller label={title}>
        <table class="plot">
          <thead>
            <tr>
              <th scope="col">phase</th>
              <th scope="col">of</th>
              <th scope="col" class="picture">
                <span class="ends">
                  <span style={{ left: "0%" }}>0</span>
                  <span style={{ left: "100%" }}>{durationText(longest)}</span>
                </span>
                <span class="unseen">picture</span>
              </th>
              {["p50", "p90", "p99", "n"].map((head) => (
                <th scope="col" class="figure" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <Line key={`${row.phase} ${row.of}`} row={row} before={rows[index - 1]} at={at} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <p class="faint">Bar: to the median (p50); thick line: to p90; thin line: to p99.</p>
    </figure>
  );
}

interface LineProps {
  readonly row: LatencyRow;
  readonly before: LatencyRow | undefined;
  at(ms: number): string;
}

function Line({ row, before, at }: LineProps) {
  const { phase, of, n, p50, p90, p99 } = row;
  return (
    <tr class={before?.phase === phase ? "same" : ""}>
      <th scope="row">{before?.phase === phase ? <span class="unseen">{phase}</span> : phase}</th>
      <td>{of}</td>
      <td class="picture">
        <svg class="latency" aria-hidden="true" width="100%" height="18">
          <rect class="median" x="0" y="3" width={at(p50)} height="12" />
          <line class="thick" x1={at(p50)} x2={at(p90)} y1="9" y2="9" />
          <line class="thin" x1={at(p90)} x2={at(p99)} y1="9" y2="9" />
          <line class="thin" x1={at(p99)} x2={at(p99)} y1="4" y2="14" />
        </svg>
      </td>
      {[p50, p90, p99].map((ms, index) => (
        <td class="figure" key={index}>
          {durationText(ms)}
        </td>
      ))}
      <td class="figure">{n}</td>
    </tr>
  );
}
