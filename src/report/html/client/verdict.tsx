// The first line: what came out, in one word and one sentence.
import type { Overview } from "../page-data.ts";
import { outcomes, plural } from "./words.ts";

export function Verdict({ overview }: { readonly overview: Overview }) {
  const { verdict, interrupted, notAcceptance, counts, run, canaries } = overview;
  const word = interrupted ? "interrupted" : (verdict ?? "no verdict");
  const parts = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  const hazards =
    counts.hazard > 0 ? `; ${counts.hazard} of the passed show a hazard on purpose` : "";
  return (
    <header class={`verdict ${interrupted ? "unknown" : (verdict ?? "skip")}`}>
      <p class="tool">Resume matrix{run === null ? "" : ` · run ${run}`}</p>
      <h1>{word.toUpperCase()}</h1>
      <p class="counts">
        {plural(counts.planned, "cell")} planned: {parts.join(", ")}
        {hazards}.
      </p>
      {notAcceptance !== null && <p>This is not an acceptance: {notAcceptance}.</p>}
      <p class="faint">{canaries}</p>
    </header>
  );
}
