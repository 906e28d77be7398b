// What narrows the matrix: lane, history, agent and its version as tabs, outcomes, a search; and what else is set.
import type { Outcome } from "../../../matrix/summary/result.ts";
import type { Overview } from "../page-data.ts";
import { valuesOf } from "./difference.ts";
import { DifferenceChoice } from "./difference-choice.tsx";
import { go, view } from "./page-state.ts";
import { SearchField } from "./parts.tsx";
import { type Axis, wholeRun } from "./view.ts";
import { outcomeSigns, outcomes } from "./words.ts";

export function Filters({ overview }: { readonly overview: Overview }) {
  const { counts } = overview;
  return (
    <search class="filters">
      <DifferenceChoice overview={overview} />
      {tabsOf(overview)
        .filter(({ axis }) => axis !== view.value.axis)
        .map(({ axis, label, names: all }) => (
          <Tabs
            key={axis}
            label={label}
            names={all}
            chosen={view.value[axis]}
            choose={(name) => go({ [axis]: name })}
          />
        ))}
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

interface TabList {
  readonly axis: Exclude<Axis, "repetition">;
  readonly label: string;
  readonly names: readonly string[];
}

const tabsOf = (overview: Overview): TabList[] => [
  { axis: "lane", label: "Lane", names: valuesOf(overview, "lane") },
  { axis: "history", label: "History", names: valuesOf(overview, "history") },
  { axis: "agent", label: "Agent", names: valuesOf(overview, "agent") },
  { axis: "version", label: "Version of the agent", names: valuesOf(overview, "version") },
];

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
  const { target, scenario, finding, lane, history, agent, version, query } = view.value;
  const { outcomes: chosen } = view.value;
  const claim = finding === null ? null : (overview.findings[finding]?.claim ?? "the cell's own");
  const words = [
    ...(target === null ? [] : [`target ${target}`]),
    ...(scenario === null ? [] : [`scenario ${scenario}`]),
    ...(finding === null ? [] : [`finding ${finding + 1}, ${claim}`]),
  ];
  const tabs = [lane, history, agent, version];
  const isNarrowed = words.length > 0 || tabs.some((tab) => tab !== null) || query !== "";
  if (!isNarrowed && chosen.length === 0) return null;
  return (
    <p class="set">
      {words.length > 0 && `Only ${words.join(", ")}. `}
      <a href={wholeRun}>Show all cells</a>
    </p>
  );
}
