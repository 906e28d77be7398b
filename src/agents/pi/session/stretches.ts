// A long context cut into stretches that can be judged one after the other, so that the memory it
// takes does not grow with its length: only where a turn ends and no call is open.
import type { Told } from "./context.ts";

/** Messages that a stretch has before it may end. */
const least = 2_000;

export function stretchesOf(told: readonly Told[]): (readonly Told[])[] {
  const stretches: (readonly Told[])[] = [];
  let start = 0;
  for (let at = least; at < told.length; at += 1) {
    if (at - start < least || !beginsTurn(told[at - 1], told[at])) continue;
    stretches.push(told.slice(start, at));
    start = at;
  }
  return [...stretches, told.slice(start)];
}

function beginsTurn(before: Told | undefined, at: Told | undefined): boolean {
  const ended = before?.message.role === "assistant";
  const open = before?.message.blocks.some(({ kind }) => kind === "call") ?? false;
  return ended && !open && at?.message.role === "user";
}
