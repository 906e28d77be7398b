// Whether the matrix itself is shown or the difference of two, and of which two.
import type { Overview } from "../page-data.ts";
import { type Compared, valuesOf } from "./difference.ts";
import { go, view } from "./page-state.ts";
import { type Axis, axes, type View } from "./view.ts";

const axisWords: Readonly<Record<Axis, string>> = {
  lane: "lanes",
  history: "histories",
  agent: "agents",
  version: "versions of the agent",
  repetition: "repetitions",
};

const axesOf = (overview: Overview) => axes.filter((axis) => valuesOf(overview, axis).length > 1);

/** Null for the matrix itself, and where there are no two. */
export function comparedIn(overview: Overview, { axis, a, b }: View): Compared | null {
  if (axis === null) return null;
  const values = valuesOf(overview, axis);
  const known = (name: string | null) => values.find((value) => value === name);
  const first = known(a) ?? values.find((value) => value !== b);
  const second = known(b) ?? values.find((value) => value !== first);
  return first === undefined || second === undefined ? null : { axis, a: first, b: second };
}

export function DifferenceChoice({ overview }: { readonly overview: Overview }) {
  const possible = axesOf(overview);
  if (possible.length === 0) return null;
  const { axis } = view.value;
  const tab = (of: Axis | null, text: string) => (
    <button
      type="button"
      key={text}
      aria-pressed={axis === of}
      onClick={() => go(of === null ? nothing : { ...nothing, axis: of, [of]: null })}
    >
      {text}
    </button>
  );
  const compared = comparedIn(overview, view.value);
  return (
    <>
      <fieldset class="tabs">
        <legend>Show</legend>
        {tab(null, "the matrix")}
        {possible.map((each) => tab(each, `difference of two ${axisWords[each]}`))}
      </fieldset>
      {compared !== null && <Two overview={overview} compared={compared} />}
    </>
  );
}

const nothing = { axis: null, a: null, b: null } as const;

interface TwoProps {
  readonly overview: Overview;
  readonly compared: Compared;
}

function Two({ overview, compared }: TwoProps) {
  const values = valuesOf(overview, compared.axis);
  // Who names the other one of the two means them the other way round.
  const chosen = (which: "a" | "b", name: string) => {
    const other = which === "a" ? "b" : "a";
    const isSwap = compared[other] === name;
    return { ...compared, [other]: compared[isSwap ? which : other], [which]: name };
  };
  const select = (which: "a" | "b", label: string) => (
    <label>
      {label}{" "}
      <select
        value={compared[which]}
        onChange={({ currentTarget }) => go(chosen(which, currentTarget.value))}
      >
        {values.map((value) => (
          <option key={value} value={value} selected={value === compared[which]}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <fieldset class="two">
      <legend>Compare</legend>
      {select("b", "new")} {select("a", "against old")}
    </fieldset>
  );
}
