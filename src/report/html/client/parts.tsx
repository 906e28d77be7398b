// Small parts that several views share.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Outcome } from "../../../matrix/summary/result.ts";
import type { Command } from "../document-data.ts";
import { adjust, view } from "./page-state.ts";
import { hazardSign, outcomeSigns } from "./words.ts";

interface BadgeProps {
  readonly outcome: Outcome;
  readonly hazard?: boolean;
}

/** A word with the colour and the sign of an outcome. */
export function ToneBadge({ tone, text }: { readonly tone: Outcome; readonly text: string }) {
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{outcomeSigns[tone]} </span>
      {text}
    </span>
  );
}

export function Badge({ outcome, hazard = false }: BadgeProps) {
  const sign = hazard ? hazardSign : outcomeSigns[outcome];
  return (
    <span class={`badge ${hazard ? "hazard" : outcome}`}>
      <span aria-hidden="true">{sign} </span>
      {hazard ? "hazard shown" : outcome}
    </span>
  );
}

interface SectionProps {
  readonly title: string;
  readonly id: string;
  readonly children: ComponentChildren;
}

export function Section({ title, id, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface ScrollerProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What may be wider than the page: it scrolls alone, and can be reached by the keyboard. */
export function Scroller({ label, children }: ScrollerProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else no keyboard could scroll it
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

/** UTF-16 units that are shown before a person asks for more. */
const shownAtFirst = 4000;

/** A text of any length; a long one is cut until asked for. */
export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shownAtFirst;
  return (
    <>
      <Scroller label={label}>
        <pre>{isLong && !isWhole ? `${text.slice(0, shownAtFirst)}…` : text}</pre>
      </Scroller>
      {isLong && (
        <button type="button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show less" : `Show all ${text.length.toLocaleString("en")} characters`}
        </button>
      )}
    </>
  );
}

export function SearchField({ placeholder }: { readonly placeholder: string }) {
  return (
    <label class="search">
      Search
      <input
        id="search"
        type="search"
        value={view.value.query}
        placeholder={placeholder}
        onInput={({ currentTarget }) => adjust({ query: currentTarget.value })}
      />
    </label>
  );
}

export function Commands({ commands }: { readonly commands: readonly Command[] }) {
  return (
    <dl class="commands">
      {commands.map(({ what, command }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            <code>{command}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
