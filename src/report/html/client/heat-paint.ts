// Draws the heat map: thousands of squares are one picture, and each has its sign besides its colour.
import type { Names } from "../page-data.ts";
import type { Grid, Square } from "./grid.ts";
import { signOf } from "./words.ts";

/** All in CSS pixels. */
const squareSize = 22;
const gap = 2;
/** How the names of scenarios stand, and how much of one is shown. */
const slant = Math.PI / 3.4;
const longestName = 26;
/** About what a letter takes. */
const letterWidth = 6.4;
/** What the last name needs to the right of its square. */
const overhang = 84;

export interface Picture {
  readonly grid: Grid;
  readonly names: Names;
  readonly hovered: Square | null;
}

/** What the longest name needs above the squares. */
export function headHeightOf({ scenarios }: Grid, names: Names): number {
  const letters = scenarios.map((scenario) => names.scenarios[scenario]?.length ?? 0);
  const longest = Math.min(longestName, Math.max(0, ...letters));
  return Math.ceil(longest * letterWidth * Math.sin(slant)) + 20;
}

function widthOf({ scenarios }: Grid): number {
  return scenarios.length * squareSize + overhang;
}

export function paint(canvas: HTMLCanvasElement, { grid, names, hovered }: Picture): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const width = widthOf(grid);
  const headHeight = headHeightOf(grid, names);
  const height = headHeight + grid.targets.length * squareSize;
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--${name}`);
  context.font = `12px ${style.fontFamily}`;
  context.fillStyle = colour("text");
  grid.scenarios.forEach((scenario, column) => {
    context.save();
    context.translate(column * squareSize + squareSize / 2, headHeight - 6);
    context.rotate(-slant);
    context.fillText(shortened(names.scenarios[scenario] ?? ""), 0, 0);
    context.restore();
  });
  const columns = new Map(grid.scenarios.map((scenario, column) => [scenario, column]));
  const rows = new Map(grid.targets.map((target, row) => [target, row]));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `bold 13px ${style.fontFamily}`;
  for (const square of grid.squares) {
    const x = (columns.get(square.scenario) ?? 0) * squareSize;
    const y = headHeight + (rows.get(square.target) ?? 0) * squareSize;
    const { outcome, hazard } = square.gravest;
    const tone = hazard ? "hazard" : outcome;
    context.fillStyle = colour(`${tone}-fill`);
    context.fillRect(x, y, squareSize - gap, squareSize - gap);
    context.fillStyle = colour(`${tone}-ink`);
    context.fillText(
      signOf(square.gravest),
      x + (squareSize - gap) / 2,
      y + (squareSize - gap) / 2,
    );
    if (square === hovered) outline(context, x, y, colour("text"));
  }
}

const shortened = (name: string) =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;

function outline(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(x, y, squareSize - gap, squareSize - gap);
}

/** The square at a place of the canvas, in CSS pixels. */
export function squareAt({ grid, names }: Omit<Picture, "hovered">, x: number, y: number) {
  const below = y - headHeightOf(grid, names);
  const scenario = grid.scenarios[Math.floor(x / squareSize)];
  const target = grid.targets[Math.floor(below / squareSize)];
  const square = grid.squares.find((each) => each.scenario === scenario && each.target === target);
  return square ?? null;
}
