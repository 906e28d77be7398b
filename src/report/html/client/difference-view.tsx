// The difference of two: a picture of where they differ, a sentence that counts it, and a table of the pairs.
import { useMemo } from "preact/hooks";
import { type CellPair, type Compared, differences } from "./difference.ts";
import { DifferenceTable } from "./difference-table.tsx";
import { differenceWords, toneOf } from "./difference-words.ts";
import type { Painted } from "./heat-paint.ts";
import { comparable, go, type PageState, selected } from "./page-state.ts";
import { PaintedGrid } from "./painted-grid.tsx";
import { plural, signOf } from "./words.ts";

type PaintedPairs = Painted & { readonly pairs: readonly CellPair[] };

/** For two signs and an arrow. */
const squareWidth = 46;

interface DifferenceProps {
  readonly state: PageState;
  readonly compared: Compared;
}

export function DifferenceView({ state, compared }: DifferenceProps) {
  const all = comparable(compared);
  const shown = useMemo(() => {
    const isSelected = new Set(selected.value);
    return all.filter(({ a, b }) => isSelected.has(a ?? -1) || isSelected.has(b ?? -1));
  }, [all, selected.value]);
  const differing = shown.filter(({ difference }) => difference !== "alike");
  return (
    <>
      <p role="status">{sentence(shown, compared)}</p>
      <DifferenceMap state={state} compared={compared} pairs={shown} />
      <DifferenceTable state={state} compared={compared} pairs={differing} />
    </>
  );
}

function sentence(pairs: readonly CellPair[], compared: Compared): string {
  const words = differenceWords(compared);
  const counts = differences
    .map((each) => ({ each, count: pairs.filter(({ difference }) => difference === each).length }))
    .filter(({ count }) => count > 0)
    .map(({ each, count }) => `${count} ${words[each]}`);
  const { a, b } = compared;
  return `${b} against ${a}, ${plural(pairs.length, "pair")}: ${counts.join(", ") || "none"}.`;
}

function DifferenceMap({
  state,
  compared,
  pairs,
}: DifferenceProps & { readonly pairs: readonly CellPair[] }) {
  const { names } = state.overview;
  const { rows, columns, squares } = useMemo(() => gridOf(pairs, state), [pairs, state]);
  const words = differenceWords(compared);
  const describe = ({ pairs: own, row, column }: PaintedPairs) => {
    const told = own.map(({ difference }) => words[difference]);
    return `${rows[row]} · ${columns[column]}: ${[...new Set(told)].join(", ")}`;
  };
  const open = ({ pairs: own }: PaintedPairs) => {
    const [first] = own;
    if (first === undefined) return;
    const cell = state.titles[first.b ?? first.a ?? -1];
    if (own.length === 1 && cell !== undefined) go({ cell, claim: null });
    else go({ scenario: names.scenarios[first.scenario] ?? null, query: first.row });
  };
  return (
    <PaintedGrid
      rows={rows}
      columns={columns}
      squares={squares}
      squareWidth={squareWidth}
      label={`Heat map of what differs between ${compared.a} and ${compared.b}; the table below holds the same pairs`}
      legend={`✓→✗ the outcomes of ${compared.a} and ${compared.b}  = alike  ∅ no cell, or not run`}
      describe={describe}
      open={open}
    />
  );
}

function gridOf(pairs: readonly CellPair[], state: PageState) {
  const { names } = state.overview;
  const rows = [...new Set(pairs.map(({ row }) => row))];
  const scenarios = [...new Set(pairs.map(({ scenario }) => scenario))].sort((x, y) => x - y);
  const groups = Map.groupBy(pairs, ({ row, scenario }) => JSON.stringify([row, scenario]));
  const squares = [...groups.values()].flatMap((own): PaintedPairs[] => {
    const [gravest] = [...own].sort(
      (x, y) => differences.indexOf(x.difference) - differences.indexOf(y.difference),
    );
    if (gravest === undefined) return [];
    return [
      {
        pairs: own,
        row: rows.indexOf(gravest.row),
        column: scenarios.indexOf(gravest.scenario),
        sign: signsOf(gravest, state),
        tone: toneOf[gravest.difference],
      },
    ];
  });
  return { rows, columns: scenarios.map((scenario) => names.scenarios[scenario] ?? ""), squares };
}

function signsOf({ a, b, difference }: CellPair, { overview }: PageState): string {
  if (difference === "alike") return "=";
  const sign = (at: number | null) => {
    const cell = at === null ? undefined : overview.cells[at];
    return cell === undefined || cell.outcome === "skip" ? "∅" : signOf(cell);
  };
  return `${sign(a)}→${sign(b)}`;
}
