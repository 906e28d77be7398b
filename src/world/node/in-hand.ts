// What is being done on behalf of a module of the user's, so that what it does to this process can
// be laid at the right door: the config that is loaded, the cell that runs.
import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();
const open = new Set<{ readonly what: string }>();

/** Does the work under that name; `what` is as in `in cell …` or `while loading …`. */
export async function inHand<T>(what: string, work: () => Promise<T>): Promise<T> {
  const entry = { what };
  open.add(entry);
  try {
    return await current.run(what, work);
  } finally {
    open.delete(entry);
  }
}

/** The work that the caller belongs to, else all that is going on; empty where nothing is. */
export function whatIsInHand(): string {
  const all = [...open].map(({ what }) => what);
  const what = current.getStore() ?? all.join(" or ");
  return what === "" ? "" : `, ${what}`;
}
