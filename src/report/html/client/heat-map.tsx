// The matrix as a picture, targets by scenarios. The table below it holds the same cells.
import { useMemo } from "preact/hooks";
import { gridOf, type Square } from "./grid.ts";
import type { Painted } from "./heat-paint.ts";
import { go, type PageState, selected } from "./page-state.ts";
import { PaintedGrid } from "./painted-grid.tsx";
import { outcomes, plural, signOf } from "./words.ts";

type PaintedSquare = Painted & { readonly of: Square };

const squareWidth = 22;

export function HeatMap({ state }: { readonly state: PageState }) {
  const { overview } = state;
  const { names } = overview;
  const positions = selected.value;
  const { rows, columns, squares } = useMemo(() => {
    const grid = gridOf(overview, positions);
    const rowOf = new Map(grid.targets.map((target, row) => [target, row]));
    const columnOf = new Map(grid.scenarios.map((scenario, column) => [scenario, column]));
    return {
      rows: grid.targets.map((target) => names.targets[target] ?? ""),
      columns: grid.scenarios.map((scenario) => names.scenarios[scenario] ?? ""),
      squares: grid.squares.map(
        (of): PaintedSquare => ({
          of,
          row: rowOf.get(of.target) ?? 0,
          column: columnOf.get(of.scenario) ?? 0,
          sign: signOf(of.gravest),
          tone: of.gravest.hazard ? "hazard" : of.gravest.outcome,
        }),
      ),
    };
  }, [overview, names, positions]);
  return (
    <PaintedGrid
      rows={rows}
      columns={columns}
      squares={squares}
      squareWidth={squareWidth}
      label={`Heat map of ${plural(rows.length, "target")} by ${plural(columns.length, "scenario")}; the table below holds the same cells`}
      legend="✗ fail  ? unknown  ≈ known  ✓ pass  ⚠ hazard shown on purpose  – skip"
      describe={({ of }) => describe(of, state)}
      open={({ of }) => openSquare(of, state)}
    />
  );
}

function describe({ target, scenario, cells }: Square, { overview }: PageState): string {
  const { names } = overview;
  const own = cells.flatMap((at) => overview.cells[at] ?? []);
  const counts = outcomes
    .map((outcome) => ({ outcome, count: own.filter((cell) => cell.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`);
  return `${names.targets[target]} · ${names.scenarios[scenario]}: ${counts.join(", ")}`;
}

/** One cell is opened; several are listed. */
function openSquare({ target, scenario, cells }: Square, { overview, titles }: PageState): void {
  const [only] = cells;
  const { names } = overview;
  if (cells.length === 1 && only !== undefined) go({ cell: titles[only] ?? null, claim: null });
  else {
    go({
      target: names.targets[target] ?? null,
      scenario: names.scenarios[scenario] ?? null,
    });
  }
}
