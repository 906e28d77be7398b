// What narrows the matrix: lane and history as tabs, outcomes, a search; and what else is set.
import type { Outcome } from "../../../matrix/summary/result.ts";
import type { Overview } from "../page-data.ts";
import { go, view } from "./page-state.ts";
import { SearchField } from "./parts.tsx";
import { wholeRun } from "./view.ts";
import { outcomeSigns, outcomes } from "./words.ts";

export function Filters({ overview }: { readonly overview: Overview }) {
  const { names, counts } = overview;
  return (
    <search class="filters">
      <Tabs
        label="Lane"
        names={names.lanes}
        chosen={view.value.lane}
        choose={(lane) => go({ lane })}
      />
      <Tabs
        label="History"
        names={names.histories}
        chosen={view.value.history}
        choose={(history) => go({ history })}
      />
      <fieldset>
        <legend>Outcome</legend>
        {outcomes
          .filter((outcome) => counts[outcome] > 0)
          .map((outcome) => (
            <OutcomeBox key={outcome} outcome={outcome} count={counts[outcome]} />
          ))}
      </fieldset>
      <SearchField placeholder="target, scenario, claim, reason" />
      <SetFilters overview={overview} />
    </search>
  );
}

interface TabsProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly chosen: string | null;
  choose(name: string | null): void;
}

/** Buttons and no tab panels: they narrow what is there, and both may be set. */
function Tabs({ label, names, chosen, choose }: TabsProps) {
  if (names.length < 2) return null;
  const tab = (name: string | null, text: string) => (
    <button type="button" key={text} aria-pressed={chosen === name} onClick={() => choose(name)}>
      {text}
    </button>
  );
  return (
    <fieldset class="tabs">
      <legend>{label}</legend>
      {tab(null, "all")}
      {names.map((name) => tab(name, name))}
    </fieldset>
  );
}

function OutcomeBox({ outcome, count }: { readonly outcome: Outcome; readonly count: number }) {
  const chosen = view.value.outcomes;
  const isChosen = chosen.includes(outcome);
  const toggled = isChosen ? chosen.filter((each) => each !== outcome) : [...chosen, outcome];
  return (
    <label class={`outcome ${outcome}`}>
      <input type="checkbox" checked={isChosen} onChange={() => go({ outcomes: toggled })} />
      <span aria-hidden="true">{outcomeSigns[outcome]}</span> {outcome} {count}
    </label>
  );
}

/** What was set by following a link of a finding or a square. */
function SetFilters({ overview }: { readonly overview: Overview }) {
  const { target, scenario, finding, lane, history, query, outcomes: chosen } = view.value;
  const claim = finding === null ? null : (overview.findings[finding]?.claim ?? "the cell's own");
  const words = [
    ...(target === null ? [] : [`target ${target}`]),
    ...(scenario === null ? [] : [`scenario ${scenario}`]),
    ...(finding === null ? [] : [`finding ${finding + 1}, ${claim}`]),
  ];
  const isNarrowed = words.length > 0 || lane !== null || history !== null || query !== "";
  if (!isNarrowed && chosen.length === 0) return null;
  return (
    <p class="set">
      {words.length > 0 && `Only ${words.join(", ")}. `}
      <a href={wholeRun}>Show all cells</a>
    </p>
  );
}
