// Intervals as a picture in a table: the picture is for the eye, the figures beside it say the same.
import type { IntervalPlot, IntervalRow } from "../document-data.ts";
import { Scroller } from "./parts.tsx";
import { fractionIn, scaleFor } from "./plot-scale.ts";

export function IntervalPicture({ plot }: { readonly plot: IntervalPlot }) {
  const { title, lines, rows } = plot;
  const scale = scaleFor(plot);
  const hasWords = rows.some(({ word }) => word !== "");
  const at = (value: number) => `${fractionIn(scale, value) * 100}%`;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <Scroller label={title}>
        <table class="plot">
          <thead>
            <tr>
              <th scope="col">of</th>
              <th scope="col" class="picture">
                <span class="ends">
                  {scale.ticks.map((tick) => (
                    <span key={tick} style={{ left: at(tick) }}>
                      {Number((tick * 100).toFixed(1))}
                    </span>
                  ))}
                </span>
                <span class="unseen">picture</span>
              </th>
              <th scope="col">in figures</th>
              {hasWords && <th scope="col">shows</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td class="picture">
                  <Whisker row={row} plot={plot} at={at} />
                </td>
                <td class="numbers">{row.text}</td>
                {hasWords && <td>{row.word}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <p class="faint">
        Dot: what was measured; line: its interval.
        {lines.map(({ label, at: value }, index) => (
          <span key={label}>
            {" "}
            {index === 0 ? "Full line" : "Dashed line"} at {Number((value * 100).toFixed(1))}:{" "}
            {label}.
          </span>
        ))}
      </p>
    </figure>
  );
}

interface WhiskerProps {
  readonly row: IntervalRow;
  readonly plot: IntervalPlot;
  at(value: number): string;
}

function Whisker({ row, plot, at }: WhiskerProps) {
  const { estimate, lower, upper } = row;
  return (
    <svg class="whisker" aria-hidden="true" width="100%" height="22">
      {plot.lines.map(({ at: value, label }, index) => (
        <line
          key={label}
          class={index === 0 ? "guide" : "guide dashed"}
          x1={at(value)}
          x2={at(value)}
          y1="0"
          y2="22"
        />
      ))}
      {estimate !== null && (
        <>
          <line class="reach" x1={at(lower)} x2={at(upper)} y1="11" y2="11" />
          <line class="reach" x1={at(lower)} x2={at(lower)} y1="6" y2="16" />
          <line class="reach" x1={at(upper)} x2={at(upper)} y1="6" y2="16" />
          <circle class="dot" cx={at(estimate)} cy="11" r="4.5" />
        </>
      )}
    </svg>
  );
}
