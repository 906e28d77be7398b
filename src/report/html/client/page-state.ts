// The page's state: what was opened, and what its address says is looked at.
import { computed, signal } from "@preact/signals";
import { type CellPair, type Compared, pairsIn } from "./difference.ts";
import { type Searchable, selectedIn, sorted } from "./selection.ts";
import { hashOf, type View, viewIn } from "./view.ts";

export interface PageState extends Searchable {
  readonly titleToCell: ReadonlyMap<string, number>;
}

export const view = signal<View>(viewIn(location.hash));
export const page = signal<PageState | null>(null);

export function readAddress(): void {
  view.value = viewIn(location.hash);
}

/** A place of its own in the browser's history. */
export function go(changes: Partial<View>): void {
  location.hash = hashOf({ ...view.value, ...changes });
}

/** For what is typed: going back must not go letter by letter. */
export function adjust(changes: Partial<View>): void {
  const next = { ...view.value, ...changes };
  history.replaceState(null, "", hashOf(next));
  view.value = next;
}

export const linkTo = (changes: Partial<View>): string => hashOf({ ...view.value, ...changes });

/** Without the order and the opened cell: these select nothing. */
const filters = computed(() => JSON.stringify({ ...view.value, cell: null, claim: null }));

export const selected = computed<readonly number[]>(() => {
  filters.value;
  return page.value === null ? [] : selectedIn(page.value, view.peek());
});

/** Of all that the tabs leave, whatever outcome: else a pair would lack the cell that passed. */
export function comparable(compared: Compared): readonly CellPair[] {
  const state = page.value;
  if (state === null) return [];
  const { axis } = compared;
  const open = {
    outcomes: [],
    finding: null,
    query: "",
    ...(axis === "repetition" ? {} : { [axis]: null }),
  };
  return pairsIn(state.overview, selectedIn(state, { ...view.value, ...open }), compared);
}

export const ordered = computed<readonly number[]>(() => {
  filters.value;
  return page.value === null ? [] : sorted(page.value.overview, selected.value, view.peek());
});
