// Where the page begins: opens what it holds, draws it, and follows the address.
import { render } from "preact";
import type { DocumentData } from "../document-data.ts";
import { blocks, type Overview } from "../page-data.ts";
import { App } from "./app.tsx";
import { DocumentPage } from "./document-page.tsx";
import { listenForKeys } from "./keys.ts";
import { openBlock } from "./open-block.ts";
import { page, readAddress } from "./page-state.ts";
import { searchableIn } from "./selection.ts";

async function begin(root: HTMLElement): Promise<void> {
  const data = await openBlock<DocumentData>(blocks.document);
  const shown = data === null ? await openRun() : <DocumentPage data={data} />;
  if (data !== null) document.title = `${data.verdict} · ${data.kind}`;
  addEventListener("hashchange", readAddress);
  listenForKeys();
  root.replaceChildren();
  render(shown, root);
}

async function openRun() {
  const overview = await openBlock<Overview>(blocks.overview);
  if (overview === null) throw new Error("the page holds no overview");
  const searchable = searchableIn(overview);
  const titleToCell = new Map(searchable.titles.map((title, at) => [title, at]));
  page.value = { ...searchable, titleToCell };
  document.title = `${overview.verdict ?? "no verdict"} · ${overview.run ?? "resume matrix"}`;
  return <App />;
}

const root = document.getElementById("app");
if (root !== null) {
  begin(root).catch((error: unknown) => {
    root.textContent = `The report cannot be opened: ${error}`;
    throw error;
  });
}
