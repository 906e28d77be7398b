// The page: the whole run, or one cell of it.
import { CellPage } from "./cell-page.tsx";
import { page, view } from "./page-state.ts";
import { RunPage } from "./run-page.tsx";
import { wholeRun } from "./view.ts";

export function App() {
  const state = page.value;
  if (state === null) return null;
  const { cell } = view.value;
  if (cell === null) return <RunPage state={state} />;
  const at = state.titleToCell.get(cell);
  return at === undefined ? (
    <NoSuchCell title={cell} />
  ) : (
    <CellPage key={cell} at={at} state={state} />
  );
}

function NoSuchCell({ title }: { readonly title: string }) {
  return (
    <main>
      <h1>No such cell</h1>
      <p>
        This run has no cell <code>{title}</code>. <a href={wholeRun}>Show the run</a>
      </p>
    </main>
  );
}
