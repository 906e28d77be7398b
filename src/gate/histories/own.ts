// A session file of the user's own as a history: a copy of it stands in the cell before the seed's
// turn, which is then the first that takes it up.
import { dirname } from "node:path";
import type { Timeouts } from "../../evidence/cell.ts";
import type { Stage } from "../stage.ts";
import type { History } from "./history.ts";
import { recordHistory } from "./recording.ts";

/** What `--history` takes for a file and not for the name of a history. */
export const namesFile = (history: string): boolean =>
  history.includes("/") || history.endsWith(".jsonl");

/** `file` is absolute. What its provider says of it is what the cell is to show. */
export function ownHistory(file: string, fileBytes = 0): History {
  return { name: file, summary: "a session of your own", file, fileBytes, otherwise: "kept" };
}

/** A hundred times what pi and the gate need for it on a machine that has nothing else to do. */
const msPerMegabyte = 3_000;

/** Of phases that read the session, or send it: bounds that grow with it. */
export function timeoutsFor({ fileBytes = 0 }: History, timeouts: Timeouts): Timeouts {
  const moreMs = Math.round((fileBytes / 1e6) * msPerMegabyte);
  const { seedMs, identityMs, observeMs, userTurnMs, assistantTurnMs } = timeouts;
  return {
    ...timeouts,
    seedMs: seedMs + moreMs,
    identityMs: identityMs + moreMs,
    observeMs: observeMs + moreMs,
    userTurnMs: userTurnMs + moreMs,
    assistantTurnMs: assistantTurnMs + moreMs,
  };
}

/** Why it cannot be put into a cell of this lane, or null. */
export function whyNotOwn(
  { file }: History,
  lane: {
    readonly traits: { readonly mapsIdentity?: true };
    readonly surroundings?: { readonly agent?: unknown };
  },
): string | null {
  if (file === undefined) return null;
  if (lane.surroundings?.agent)
    return "a session of your own is one of pi; the lane brings another agent";
  if (lane.traits.mapsIdentity)
    return "a session of your own gets the cell's id; here the agent chooses it";
  return null;
}

/** Puts the copy where the agent looks for it, and records what it holds. False where it cannot. */
export async function placeOwn(stage: Stage, history: History, file: string): Promise<boolean> {
  const { world, cell, context } = stage;
  const text = await world.files.readText(file);
  const copy = context.agent.adoptSession?.(text, cell.gardenId, cell.paths);
  if (copy === undefined) return false;
  await world.files.makeDirectory(dirname(copy.path), 0o700);
  await world.files.writeText(copy.path, copy.text, 0o600);
  await recordHistory(stage, history, copy.path);
  return true;
}
