// Where the page begins: opens the overview, draws it, and follows the address.
import { render } from "preact";
import { blocks, type Overview } from "../page-data.ts";
import { App } from "./app.tsx";
import { listenForKeys } from "./keys.ts";
import { openBlock } from "./open-block.ts";
import { page, readAddress } from "./page-state.ts";
import { searchableIn } from "./selection.ts";

async function begin(root: HTMLElement): Promise<void> {
  const overview = await openBlock<Overview>(blocks.overview);
  if (overview === null) throw new Error("the page holds no overview");
  const searchable = searchableIn(overview);
  const titleToCell = new Map(searchable.titles.map((title, at) => [title, at]));
  page.value = { ...searchable, titleToCell };
  document.title = `${overview.verdict ?? "no verdict"} · ${overview.run ?? "resume matrix"}`;
  addEventListener("hashchange", readAddress);
  listenForKeys();
  root.replaceChildren();
  render(<App />, root);
}

const root = document.getElementById("app");
if (root !== null) {
  begin(root).catch((error: unknown) => {
    root.textContent = `The report cannot be opened: ${error}`;
    throw error;
  });
}
