// Draws a heat map: thousands of squares are one picture, and each has its sign besides its colour.

/** All in CSS pixels. */
const squareHeight = 22;
const gap = 2;
/** How the names of columns stand, and how much of one is shown. */
const slant = Math.PI / 3.4;
const longestName = 26;
/** About what a letter takes. */
const letterWidth = 6.4;
/** What the last name needs to the right of its square. */
const overhang = 84;

export interface Painted {
  /** Positions in the lists of rows and columns. */
  readonly row: number;
  readonly column: number;
  readonly sign: string;
  /** A colour of the page: `<tone>-fill` behind `<tone>-ink`. */
  readonly tone: string;
}

interface Grid<Square extends Painted> {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly squares: readonly Square[];
  readonly squareWidth: number;
}

interface Picture extends Grid<Painted> {
  readonly hovered: Painted | null;
}

/** What the longest name needs above the squares. */
export function headHeightOf(columns: readonly string[]): number {
  const longest = Math.min(longestName, Math.max(0, ...columns.map(({ length }) => length)));
  return Math.ceil(longest * letterWidth * Math.sin(slant)) + 20;
}

export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const { rows, columns, squareWidth } = picture;
  const headHeight = headHeightOf(columns);
  const width = columns.length * squareWidth + overhang;
  const height = headHeight + rows.length * squareHeight;
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  context.font = `12px ${style.fontFamily}`;
  context.fillStyle = style.getPropertyValue("--text");
  columns.forEach((name, column) => {
    context.save();
    context.translate(column * squareWidth + squareWidth / 2, headHeight - 6);
    context.rotate(-slant);
    context.fillText(shortened(name), 0, 0);
    context.restore();
  });
  context.font = `bold 13px ${style.fontFamily}`;
  paintSquares(context, picture, (name) => style.getPropertyValue(`--${name}`));
}

function paintSquares(
  context: CanvasRenderingContext2D,
  { squares, columns, squareWidth, hovered }: Picture,
  colour: (name: string) => string,
): void {
  const headHeight = headHeightOf(columns);
  const [width, height] = [squareWidth - gap, squareHeight - gap];
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const square of squares) {
    const x = square.column * squareWidth;
    const y = headHeight + square.row * squareHeight;
    context.fillStyle = colour(`${square.tone}-fill`);
    context.fillRect(x, y, width, height);
    context.fillStyle = colour(`${square.tone}-ink`);
    context.fillText(square.sign, x + width / 2, y + height / 2);
    if (square !== hovered) continue;
    context.strokeStyle = colour("text");
    context.lineWidth = 2;
    context.strokeRect(x, y, width, height);
  }
}

const shortened = (name: string) =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;

/** The square at a place of the canvas, in CSS pixels. */
export function squareAt<Square extends Painted>(
  { columns, squares, squareWidth }: Grid<Square>,
  x: number,
  y: number,
): Square | null {
  const column = Math.floor(x / squareWidth);
  const row = Math.floor((y - headHeightOf(columns)) / squareHeight);
  return squares.find((each) => each.column === column && each.row === row) ?? null;
}
