// The keyboard: what a person who looks at hundreds of cells does over and over.
import { go, ordered, page, view } from "./page-state.ts";

type Help = readonly (readonly [key: string, what: string])[];

/** For the foot of the page. */
export const keyHelp: Readonly<Record<"run" | "document", Help>> = {
  run: [
    ["/", "search"],
    ["j k", "next and previous cell"],
    ["Enter", "open"],
    ["Esc", "back"],
  ],
  document: [
    ["/", "search"],
    ["j k", "next and previous section"],
    ["Enter", "open or close it"],
    ["Esc", "leave the search"],
  ],
};

export function listenForKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "Escape") back(isTyping ? event.target : null);
    else if (isTyping) return;
    else if (event.key === "/") focusSearch(event);
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
}

function back(field: EventTarget | null): void {
  if (field instanceof HTMLElement) field.blur();
  else if (view.value.cell !== null) go({ cell: null, claim: null });
}

function focusSearch(event: KeyboardEvent): void {
  const field = document.getElementById("search");
  if (field === null) return;
  event.preventDefault();
  field.focus();
}

/** In a cell to its neighbour in the list; in the list from link to link. */
function step(by: 1 | -1): void {
  const { cell } = view.value;
  if (cell === null) focusLink(by);
  else openNeighbour(cell, by);
}

function openNeighbour(cell: string, by: 1 | -1): void {
  const at = ordered.value.indexOf(page.value?.titleToCell.get(cell) ?? -1);
  const next = ordered.value[at + by];
  const title = next === undefined ? undefined : page.value?.titles[next];
  if (title !== undefined) go({ cell: title, claim: null });
}

function focusLink(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(".cells a, .stop")];
  const at = links.findIndex((link) => link.matches(":focus"));
  links[at === -1 ? 0 : at + by]?.focus();
}
