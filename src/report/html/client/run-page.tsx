// The whole run: the verdict, what was found, what was run and what was not; then the matrix.
import { CellTable } from "./cell-table.tsx";
import { comparedIn } from "./difference-choice.tsx";
import { DifferenceView } from "./difference-view.tsx";
import { Filters } from "./filters.tsx";
import { Findings } from "./findings.tsx";
import { HeatMap } from "./heat-map.tsx";
import { keyHelp } from "./keys.ts";
import { Measured } from "./measured.tsx";
import { type PageState, selected, view } from "./page-state.ts";
import { Verdict } from "./verdict.tsx";
import { WhatWasRun } from "./what-was-run.tsx";
import { plural } from "./words.ts";

export function RunPage({ state }: { readonly state: PageState }) {
  const { overview } = state;
  const compared = comparedIn(overview, view.value);
  const shown = selected.value.length;
  return (
    <main>
      <Verdict overview={overview} />
      <div class="first">
        <Findings overview={overview} titles={state.titles} />
        <WhatWasRun overview={overview} />
      </div>
      <section aria-labelledby="matrix">
        <h2 id="matrix">Matrix</h2>
        <Filters overview={overview} />
        {compared === null ? (
          <>
            <p role="status">
              {shown === overview.cells.length
                ? plural(shown, "cell")
                : `${shown} of ${plural(overview.cells.length, "cell")}`}
            </p>
            <HeatMap state={state} />
            <CellTable state={state} />
          </>
        ) : (
          <DifferenceView state={state} compared={compared} />
        )}
      </section>
      <Measured overview={overview} />
      <footer>
        {keyHelp.run.map(([key, what]) => (
          <span key={key}>
            <kbd>{key}</kbd> {what}
          </span>
        ))}
      </footer>
    </main>
  );
}
