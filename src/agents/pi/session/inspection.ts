// What `matrix inspect` says of a session: what is in it, what pi puts right before it sends, what
// each provider would refuse of the next request, and how big that would be. Pure; a prediction.
import type { Aim, Inspection, Repair } from "../../inspection.ts";
import { Context, type Edits } from "./context.ts";
import type { Block, Entry, Message } from "./entry.ts";
import { PathFacts } from "./facts.ts";
import { Foreseeing } from "./foresee.ts";
import type { SessionHistory } from "./history.ts";
import { type Kept, keptOf, type Path, pathOf, treeOf } from "./path.ts";
import { standIns } from "./requests/index.ts";
import { Stretches } from "./stretches.ts";

/** Reads an entry of the history anew: only those of one stretch are held at a time. */
type Read = (entry: number) => Entry;

interface Told {
  readonly path: Path;
  readonly kept: Kept;
  /** Places of the path that are told after the compaction, if there is one. */
  isTold(place: number): boolean;
}

export function inspect(history: SessionHistory, read: Read): Inspection {
  const { header, file, counts, entries } = history;
  const told = toldOf(history, read);
  const edits = editsOf(history, told, read);
  const requests = aims(lastReply(history, told, edits, read)).map((aim) => new Foreseeing(aim));
  const { facts, repairs } = walk(told, edits, requests, read);
  return {
    header,
    file,
    entries: counts,
    tree: treeOf(entries, told.path, facts.leaf),
    models: facts.models,
    thinkingLevels: facts.thinkingLevels,
    blocks: facts.blocks,
    compactions: facts.compactions,
    ...facts.orphans,
    repairs,
    requests: requests.map(({ result }) => result),
  };
}

function toldOf({ entries }: SessionHistory, read: Read): Told {
  const path = pathOf(entries);
  const kept = keptOf(entries, path, (entry) => read(entry).firstKeptEntryId);
  const isOlderCompaction = (place: number) =>
    place < (kept.compaction ?? 0) && entries.is("compaction", path.entry(place));
  return {
    path,
    kept,
    isTold: (place) =>
      place >= kept.first && place !== kept.compaction && !isOlderCompaction(place),
  };
}

/** The last edit of an entry counts. */
function editsOf({ entries }: SessionHistory, { path, isTold }: Told, read: Read): Edits {
  const edits = new Map<string, readonly Block[] | null>();
  for (let place = 0; place < path.length; place += 1) {
    if (!entries.is("edit", path.entry(place)) || !isTold(place)) continue;
    const { edit } = read(path.entry(place));
    if (edit !== undefined) edits.set(edit.targetId, edit.replacement);
  }
  return edits;
}

/** Of the model that a resume goes on with. */
function lastReply(
  { entries }: SessionHistory,
  { path, isTold }: Told,
  edits: Edits,
  read: Read,
): Message | null {
  for (let place = path.length - 1; place >= 0; place -= 1) {
    if (!entries.is("reply", path.entry(place)) || !isTold(place)) continue;
    const { id, message } = read(path.entry(place));
    if (id === null || edits.get(id) !== null) return message;
  }
  return null;
}

/** Once along the path, for all that is said of it. */
function walk(
  { path, kept, isTold }: Told,
  edits: Edits,
  requests: readonly Foreseeing[],
  read: Read,
): { readonly facts: PathFacts; readonly repairs: readonly Repair[] } {
  // pi's own gateway gets what is left out for others.
  const [raw, paired] = [true, false].map((isRaw) => {
    const whose = requests.filter(({ aim }) => (aim.api === "pi-messages") === isRaw);
    return new Stretches((stretch) => {
      for (const request of whose) request.take(stretch);
    });
  }) as [Stretches, Stretches];
  const context = new Context(
    edits,
    (told) => paired.add(told),
    (told) => raw.add(told),
  );
  const facts = new PathFacts();
  if (kept.compaction !== null) context.take(read(path.entry(kept.compaction)));
  for (let place = 0; place < path.length; place += 1) {
    const entry = read(path.entry(place));
    facts.take(entry);
    const isSummedUp = place < (kept.compaction ?? 0) && entry.message?.role === "system";
    if (isTold(place) && !isSummedUp) context.take(entry);
  }
  const repairs = context.end();
  for (const stretches of [paired, raw]) stretches.end();
  return { facts, repairs };
}

/** The session's own model in the place of the one that stands for its format. */
function aims(last: Message | null): readonly Aim[] {
  return standIns.map((standIn) => {
    if (last?.api !== standIn.api || !last.provider || !last.model) return standIn;
    return { api: standIn.api, provider: last.provider, model: last.model };
  });
}
