// Ids that the embedded model gives its blocks: made from the reply's position in the conversation,
// never from a counter, so that a resumed session and one that never stopped get the same.

import { type Outline, repliesIn } from "../../outline/outline.ts";

const issued = /c(\d{5})b(\d{2})(?:r(\d{2}))?/;

/** Which reply of the conversation comes next; above every id that the conversation already holds. */
export function positionOf(outline: Outline): number {
  let position = repliesIn(outline);
  for (const { items } of outline) {
    for (const { id, raw } of items) {
      const used = readId(id) ?? readId(raw.id);
      if (used !== null) position = Math.max(position, used.position + 1);
    }
  }
  return position;
}

export interface IssuedId {
  readonly position: number;
  readonly block: number;
  /** The block of reasoning that was issued before this one in the same reply, if any. */
  readonly reasoning: number | null;
}

/** Nine letters and digits, and three more where there was reasoning before. */
export function makeId({ position, block, reasoning }: IssuedId): string {
  const after = reasoning === null ? "" : `r${padded(reasoning, 2)}`;
  return `c${padded(position, 5)}b${padded(block, 2)}${after}`;
}

/** Null when the id is not one of ours. */
export function readId(id: unknown): IssuedId | null {
  const match = typeof id === "string" ? issued.exec(id) : null;
  if (match === null) return null;
  const [, position, block, reasoning] = match;
  return {
    position: Number(position),
    block: Number(block),
    reasoning: reasoning === undefined ? null : Number(reasoning),
  };
}

const padded = (value: number, length: number): string => `${value}`.padStart(length, "0");
