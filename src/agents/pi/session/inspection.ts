// What `matrix inspect` says of a session: what is in it, what pi puts right before it sends, what
// each provider would refuse of the next request, and how big that would be. Pure; a prediction.
import type { Aim, BlockFacts, Inspection, Orphan, TreeFacts } from "../../inspection.ts";
import { contextOf, type Told } from "./context.ts";
import type { Block, Entry } from "./entry.ts";
import { foresee } from "./foresee.ts";
import { lostParents, pathOf, type SessionHistory } from "./history.ts";
import { standIns } from "./requests/index.ts";

export function inspect(history: SessionHistory): Inspection {
  const path = pathOf(history);
  const context = contextOf(path);
  return {
    header: history.header,
    file: history.file,
    entries: counted(history.entries),
    tree: treeOf(history, path),
    models: modelsOn(path),
    thinkingLevels: path.flatMap(({ level, line }) =>
      level === undefined ? [] : [{ level, line }],
    ),
    blocks: blocksOn(path),
    compactions: path.filter(({ kind }) => kind === "compaction").map(({ line }) => line),
    ...orphansOn(path),
    repairs: context.repairs,
    requests: aims(context.told).map((aim) => foresee(context, aim)),
  };
}

function counted(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, message } of entries) {
    const name = kind === "message" ? `message of ${message?.role ?? "unread"}` : kind;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function treeOf(history: SessionHistory, path: readonly Entry[]): TreeFacts {
  const children = new Map<string | null, number>();
  for (const { parentId } of history.entries) {
    children.set(parentId, (children.get(parentId) ?? 0) + 1);
  }
  const withId = history.entries.filter(({ id }) => id !== null);
  const lost = lostParents(history);
  const first = path[0];
  return {
    leaf: path.at(-1)?.id ?? null,
    onPath: path.length,
    offPath: withId.length - path.length,
    branchPoints: withId.filter(({ id }) => (children.get(id) ?? 0) > 1).length,
    leaves: withId.filter(({ id }) => !children.has(id)).length,
    lost: lost.map(({ line, parentId }) => ({ line, parentId: parentId ?? "" })),
    pathIsCut: first !== undefined && lost.includes(first),
  };
}

function modelsOn(path: readonly Entry[]): Inspection["models"] {
  const models: { provider: string; model: string; line: number }[] = [];
  for (const { change, message, line } of path) {
    const { provider, model } = change ?? (message?.role === "assistant" ? message : {});
    if (provider === undefined || model === undefined) continue;
    const last = models.at(-1);
    if (last?.provider === provider && last.model === model) continue;
    models.push({ provider, model, line });
  }
  return models;
}

function blocksOn(path: readonly Entry[]): BlockFacts {
  const blocks = path.flatMap(({ message }) => message?.blocks ?? []);
  const images = blocks.filter(({ kind }) => kind === "image");
  const thinking = blocks.filter(({ kind }) => kind === "thinking");
  return {
    calls: blocks.filter(({ kind }) => kind === "call").length,
    images: { count: images.length, bytes: sum(images) },
    thinking: {
      count: thinking.length,
      signed: thinking.filter(({ signature }) => signature !== undefined).length,
      redacted: thinking.filter(({ redacted }) => redacted).length,
    },
  };
}

const sum = (blocks: readonly Block[]) => blocks.reduce((total, { bytes }) => total + bytes, 0);

function orphansOn(path: readonly Entry[]): Pick<Inspection, "orphanCalls" | "orphanResults"> {
  const open = new Map<string, Orphan>();
  const orphanResults: Orphan[] = [];
  for (const { line, message } of path) {
    if (message?.role === "toolResult") {
      const { callId: id = "", toolName: name = "" } = message;
      if (!open.delete(id)) orphanResults.push({ line, id, name });
    }
    for (const { kind, id = "", name = "" } of message?.blocks ?? []) {
      if (kind === "call") open.set(id, { line, id, name });
    }
  }
  return { orphanCalls: [...open.values()], orphanResults };
}

/** The session's own model in the place of the one that stands for its format. */
function aims(told: readonly Told[]): readonly Aim[] {
  const last = told.findLast(({ message }) => message.role === "assistant")?.message;
  return standIns.map((standIn) => {
    if (last?.api !== standIn.api || !last.provider || !last.model) return standIn;
    return { api: standIn.api, provider: last.provider, model: last.model };
  });
}
