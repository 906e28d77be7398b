// A picture of many squares, with the names of its rows beside it. A table below says the same.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { headHeightOf, type Painted, paint, squareAt } from "./heat-paint.ts";
import { Scroller } from "./parts.tsx";

interface GridProps<Square extends Painted> {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly squares: readonly Square[];
  /** CSS pixels. */
  readonly squareWidth: number;
  readonly label: string;
  readonly legend: string;
  describe(square: Square): string;
  open(square: Square): void;
}

export function PaintedGrid<Square extends Painted>(props: GridProps<Square>) {
  const { rows, columns, squares, squareWidth, label, legend, describe, open } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<Square | null>(null);
  const grid = useMemo(
    () => ({ rows, columns, squares, squareWidth }),
    [rows, columns, squares, squareWidth],
  );
  useEffect(() => {
    const draw = () => canvas.current && paint(canvas.current, { ...grid, hovered });
    draw();
    // The colours are those of the page, which follows the system's.
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => scheme.removeEventListener("change", draw);
  }, [grid, hovered]);
  if (squares.length === 0) return null;
  const under = ({ offsetX, offsetY }: MouseEvent) => squareAt(grid, offsetX, offsetY);
  const openUnder = (square: Square | null) => square !== null && open(square);
  return (
    <div class="heat">
      <ul class="rows" aria-hidden="true" style={{ marginTop: `${headHeightOf(columns)}px` }}>
        {rows.map((row) => (
          <li key={row} title={row}>
            {row}
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
          onClick={(event) => openUnder(under(event))}
        />
      </Scroller>
      <p class="hovered" aria-hidden="true">
        {hovered === null ? legend : describe(hovered)}
      </p>
    </div>
  );
}
