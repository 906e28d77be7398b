// The matrix as a picture, targets by scenarios. The table below it holds the same cells.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { gridOf, type Square } from "./grid.ts";
import { headHeightOf, paint, squareAt } from "./heat-paint.ts";
import { go, type PageState, selected } from "./page-state.ts";
import { Scroller } from "./parts.tsx";
import { outcomes, plural } from "./words.ts";

export function HeatMap({ state }: { readonly state: PageState }) {
  const { overview } = state;
  const { names } = overview;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<Square | null>(null);
  const positions = selected.value;
  const grid = useMemo(() => gridOf(overview, positions), [overview, positions]);
  useEffect(() => {
    const draw = () => canvas.current && paint(canvas.current, { grid, names, hovered });
    draw();
    // The colours are those of the page, which follows the system's.
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => scheme.removeEventListener("change", draw);
  }, [grid, names, hovered]);
  if (grid.squares.length === 0) return null;
  const under = ({ offsetX, offsetY }: MouseEvent) => squareAt({ grid, names }, offsetX, offsetY);
  const open = (square: Square | null) => square !== null && openSquare(square, state);
  const label = `Heat map of ${plural(grid.targets.length, "target")} by ${plural(grid.scenarios.length, "scenario")}; the table below holds the same cells`;
  return (
    <div class="heat">
      <ul class="rows" aria-hidden="true" style={{ marginTop: `${headHeightOf(grid, names)}px` }}>
        {grid.targets.map((target) => (
          <li key={target} title={names.targets[target]}>
            {names.targets[target]}
          </li>
        ))}
      </ul>
      <Scroller label="Heat map">
        <canvas
          ref={canvas}
          role="img"
          aria-label={label}
          onMouseMove={(event) => setHovered(under(event))}
          onMouseLeave={() => setHovered(null)}
          onClick={(event) => open(under(event))}
        />
      </Scroller>
      <p class="hovered" aria-hidden="true">
        {hovered === null
          ? "✗ fail  ? unknown  ≈ known  ✓ pass  ⚠ hazard shown on purpose  – skip"
          : describe(hovered, state)}
      </p>
    </div>
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
