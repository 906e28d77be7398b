// What the verdict speaks of, and what it does not.
import type { Names, Overview } from "../page-data.ts";
import { Commands } from "./parts.tsx";
import { plural } from "./words.ts";

export function WhatWasRun({ overview }: { readonly overview: Overview }) {
  const { names, fidelity, versions, counts, commands, directory } = overview;
  return (
    <div>
      <section aria-labelledby="run">
        <h2 id="run">What was run</h2>
        <dl>
          <Field name="cells">
            {counts.run} of {counts.planned}, at {fidelity} fidelity
          </Field>
          {dimensions.map(({ name, key }) => (
            <Field key={key} name={name}>
              <NameList names={names[key]} />
            </Field>
          ))}
          {versions !== null && (
            <Field name="versions">
              {versions.agentName ?? "pi"} {versions.agent}, Node {versions.node},{" "}
              {versions.platform}, resume-matrix {versions.tool}
              {versions.commit === null ? "" : ` (${versions.commit})`}
            </Field>
          )}
          {directory !== null && (
            <Field name="kept in">
              <code>{directory}</code>
            </Field>
          )}
        </dl>
        {commands.length > 0 && (
          <details>
            <summary>Commands</summary>
            <Commands commands={commands} />
          </details>
        )}
      </section>
      <section aria-labelledby="not-run">
        <h2 id="not-run">What was not</h2>
        <NotRun overview={overview} />
      </section>
    </div>
  );
}

const dimensions: readonly {
  readonly name: string;
  readonly key: Exclude<keyof Names, "claims" | "targetParts">;
}[] = [
  { name: "targets", key: "targets" },
  { name: "lanes", key: "lanes" },
  { name: "scenarios", key: "scenarios" },
  { name: "histories", key: "histories" },
];

function Field({ name, children }: { readonly name: string; readonly children: unknown }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children as preact.ComponentChildren}</dd>
    </div>
  );
}

function NameList({ names }: { readonly names: readonly string[] }) {
  if (names.length <= 4) return <>{names.join(", ")}</>;
  return (
    <details>
      <summary>
        {names.length}: {names.slice(0, 2).join(", ")}, …
      </summary>
      {names.join(", ")}
    </details>
  );
}

function NotRun({ overview }: { readonly overview: Overview }) {
  const { notRun, counts } = overview;
  if (notRun.length === 0) return <p>Every planned cell was run ({counts.planned}).</p>;
  return (
    <ul>
      {notRun.map(({ because, cells, targets }) => (
        <li key={because}>
          {plural(cells, "cell")}: {because}
          <span class="faint">
            {" "}
            ({targets.slice(0, 4).join(", ")}
            {targets.length > 4 ? ", …" : ""})
          </span>
        </li>
      ))}
    </ul>
  );
}
