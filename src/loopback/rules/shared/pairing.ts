// Calls and the results that answer them, as the formats pair them.

import type { Item, Outline, OutlineMessage } from "../../outline/outline.ts";
import type { Place } from "../rule.ts";

/** Messages that follow each other with one role, which providers read as one. */
interface Run {
  readonly role: OutlineMessage["role"];
  readonly path: string;
  readonly items: readonly Item[];
}

export function runsOf(outline: Outline): readonly Run[] {
  const runs: { role: Run["role"]; path: string; items: Item[] }[] = [];
  for (const { role, path, items } of outline) {
    const last = runs.at(-1);
    if (last?.role === role) last.items.push(...items);
    else runs.push({ role, path, items: [...items] });
  }
  return runs;
}

export const ofKind = (items: readonly Item[], kind: Item["kind"]): Item[] =>
  items.filter((item) => item.kind === kind);

const place = ({ path, id }: Item): Place => ({
  path,
  ...(id === undefined ? {} : { detail: id }),
});

/** Results that stand at the beginning of a message, before anything else. */
function leadingResults(run: Run | undefined): readonly Item[] {
  const end = run?.items.findIndex(({ kind }) => kind !== "result") ?? 0;
  return run === undefined ? [] : run.items.slice(0, end < 0 ? undefined : end);
}

/** Calls that the very next message does not begin by answering. */
export function unansweredNext(outline: Outline): Place[] {
  const runs = runsOf(outline);
  return runs.flatMap(({ role, items }, index) => {
    if (role !== "assistant") return [];
    const calls = ofKind(items, "call");
    if (calls.length === 0) return [];
    const next = runs[index + 1];
    const answered = new Set(next?.role === "user" ? leadingResults(next).map(({ id }) => id) : []);
    return calls.filter(({ id }) => !answered.has(id)).map(place);
  });
}

/** Results for which the message before has no call. */
export function unaskedNext(outline: Outline): Place[] {
  const runs = runsOf(outline);
  return runs.flatMap(({ items }, index) => {
    const before = runs[index - 1];
    const calls = before?.role === "assistant" ? ofKind(before.items, "call") : [];
    const asked = new Set(calls.map(({ id }) => id));
    return ofKind(items, "result")
      .filter(({ id }) => !asked.has(id))
      .map(place);
  });
}

/** Calls that no later item answers. */
export function unansweredEver(outline: Outline): Place[] {
  const results = outline.flatMap(({ items }, at) =>
    ofKind(items, "result").map(({ id }) => ({ id, at })),
  );
  const lastAt = new Map(results.map(({ id, at }) => [id, at]));
  return outline.flatMap(({ items }, at) =>
    ofKind(items, "call")
      .filter(({ id }) => (lastAt.get(id) ?? -1) < at)
      .map(place),
  );
}

/** Results that no earlier item asked for. */
export function unaskedEver(outline: Outline): Place[] {
  const asked = new Set<string | undefined>();
  return outline.flatMap(({ items }) => {
    for (const { id } of ofKind(items, "call")) asked.add(id);
    return ofKind(items, "result")
      .filter(({ id }) => !asked.has(id))
      .map(place);
  });
}

/** Calls whose results do not all come before anything else is said. */
export function unansweredAtOnce(outline: Outline): Place[] {
  return outline.flatMap(({ items }, index) => {
    const calls = ofKind(items, "call");
    if (calls.length === 0) return [];
    const answered = new Set(resultsFrom(outline, index + 1).map(({ id }) => id));
    return calls.filter(({ id }) => !answered.has(id)).map(place);
  });
}

/** Results that do not follow the message with their call. */
export function unaskedAtOnce(outline: Outline): Place[] {
  let asked = new Set<string | undefined>();
  return outline.flatMap(({ role, items }) => {
    if (role !== "tool") asked = new Set(ofKind(items, "call").map(({ id }) => id));
    return ofKind(items, "result")
      .filter(({ id }) => !asked.has(id))
      .map(place);
  });
}

function resultsFrom(outline: Outline, start: number): readonly Item[] {
  let end = start;
  while (outline[end]?.role === "tool") end += 1;
  return outline.slice(start, end).flatMap(({ items }) => items);
}

/** Items of one kind whose id was used before by another of that kind. */
export function repeated(outline: Outline, kind: "call" | "result"): Place[] {
  const seen = new Set<string>();
  return outline
    .flatMap(({ items }) =>
      ofKind(items, kind).filter(({ id }) => {
        if (id === undefined) return false;
        const again = seen.has(id);
        seen.add(id);
        return again;
      }),
    )
    .map(place);
}

/** Calls and results whose id is not of this form; one without an id counts as "". */
export function idsUnlike(outline: Outline, form: RegExp): Place[] {
  return outline
    .flatMap(({ items }) => items)
    .filter(({ kind, id }) => (kind === "call" || kind === "result") && !form.test(id ?? ""))
    .map(({ path, id }) => ({ path, detail: id ?? "" }));
}

/** Calls whose arguments are no JSON object; a string must hold one where the format sends text. */
export function argumentsUnlike(outline: Outline, asText: boolean): Place[] {
  return outline
    .flatMap(({ items }) => ofKind(items, "call"))
    .filter(({ input }) => !isObject(asText ? parsed(input) : input))
    .map(place);
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : text;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
