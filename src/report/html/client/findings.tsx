// What went wrong: cells that fail for one reason are one finding, with an example.
import type { Overview, ShownFinding } from "../page-data.ts";
import { linkTo } from "./page-state.ts";
import { Badge } from "./parts.tsx";
import { plural } from "./words.ts";

/** Reasons that would not be grouped must not bury the matrix. */
const shownAtFirst = 5;

interface FindingsProps {
  readonly overview: Overview;
  readonly titles: readonly string[];
}

export function Findings({ overview, titles }: FindingsProps) {
  const { findings, noLongerShown } = overview;
  const more = findings.slice(shownAtFirst);
  const list = (shown: readonly ShownFinding[], from: number) => (
    <ol class="findings" start={from + 1}>
      {shown.map((finding, index) => (
        <li key={index}>
          <Finding finding={finding} index={from + index} titles={titles} />
        </li>
      ))}
    </ol>
  );
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.length === 0 && <p>None.</p>}
      {findings.length > 0 && list(findings.slice(0, shownAtFirst), 0)}
      {more.length > 0 && (
        <details>
          <summary>{plural(more.length, "more finding")}</summary>
          {list(more, shownAtFirst)}
        </details>
      )}
      {noLongerShown.map((name) => (
        <p key={name}>Known finding no longer shown: {name}. Take the entry out of the config.</p>
      ))}
    </section>
  );
}

interface FindingProps {
  readonly finding: ShownFinding;
  readonly index: number;
  readonly titles: readonly string[];
}

function Finding({ finding, index, titles }: FindingProps) {
  const { outcome, claim, sentence, because, cells, known, replay } = finding;
  const example = titles[finding.example] ?? "";
  return (
    <article class={outcome}>
      <h3>
        <Badge outcome={outcome} /> {claim ?? "The cell itself says why"}
        <span class="faint"> in {plural(cells.length, "cell")}</span>
      </h3>
      {sentence !== "" && <p class="faint">{sentence}</p>}
      <p>
        <strong>Because</strong> {because}
      </p>
      <p class="faint">
        {some("target", finding.targets)} · {some("lane", finding.lanes)} ·{" "}
        {some("scenario", finding.scenarios)}
      </p>
      {known.map((why) => (
        <p key={why}>Known: {why}</p>
      ))}
      <p>
        <a href={linkTo({ cell: example, claim })}>
          Open {cells.length === 1 ? "" : "an example, "}
          {example}
        </a>
        {cells.length > 1 && (
          <>
            {" · "}
            <a href={linkTo({ finding: index, cell: null })}>Show its {cells.length} cells</a>
          </>
        )}
      </p>
      <details>
        <summary>Run it again</summary>
        <code>{replay}</code>
      </details>
    </article>
  );
}

function some(what: string, names: readonly string[]): string {
  if (names.length === 1) return `${what} ${names[0]}`;
  const shown = names.slice(0, 4).join(", ");
  return `${names.length} ${what}s: ${shown}${names.length > 4 ? ", …" : ""}`;
}
