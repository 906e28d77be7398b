// The plan in the text of a run's record, cell by cell, without the whole text at a time. Pure.

/** As `JSON.stringify` with an indentation of two writes it, which a run does. */
const [opens, closes] = ['  "plan": [', "  ]"] as const;
/** Of one cell. */
const [begins, ends] = ["    {", "    }"] as const;

interface Apart<Element> {
  /** The record with an empty plan. */
  readonly rest: string;
  /** What `read` made of each cell's text; none where the lines are not as a run writes them. */
  readonly elements: readonly Element[];
}

/** The lines come without their ends. @throws what `read` throws. */
export function planApart<Element>(
  lines: Iterable<string>,
  read: (text: string) => Element,
): Apart<Element> {
  const rest: string[] = [];
  const elements: Element[] = [];
  let cell: string[] = [];
  let place: "before" | "in" | "behind" = "before";
  for (const line of lines) {
    if (place !== "in") {
      const isOpening = place === "before" && line === opens;
      rest.push(line);
      if (isOpening) place = "in";
      continue;
    }
    const bare = line.endsWith(",") ? line.slice(0, -1) : line;
    if (bare === closes) {
      rest.push(line);
      place = "behind";
    } else if (bare === ends) {
      elements.push(read([...cell, bare].join("\n")));
      cell = [];
    } else if (line === begins) cell = [line];
    else cell.push(line);
  }
  return { rest: rest.join("\n"), elements };
}
