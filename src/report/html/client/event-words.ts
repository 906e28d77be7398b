// An event in one line: its type says what it is, and this what was recorded of it. Pure.
import { childName } from "../../../evidence/child.ts";
import type { EvidenceEvent } from "../../../evidence/event.ts";
import { visible } from "./visible.ts";

/** UTF-16 units of one line, and of one value in it. */
const longestLine = 160;
const longestValue = 90;

/** Paths below `root` are told from there: it is the same all through a cell. */
export function wordsOf(event: EvidenceEvent, root: string): string {
  const { seq: _, atMs: _at, wallMs: _wall, type: _type, ...body } = event;
  const { child } = { child: undefined, ...body };
  const named = child === undefined ? body : { ...body, child: childName(child) };
  const words = Object.entries(named)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name} ${shortValue(value, root)}`)
    .join(", ");
  return words === "" ? "nothing more" : visible(cut(words, longestLine));
}

const isEmpty = (value: unknown) =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

function shortValue(value: unknown, root: string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return cut(text.slice(0, 2000).replaceAll(`${root}/`, ""), longestValue);
}

const cut = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
