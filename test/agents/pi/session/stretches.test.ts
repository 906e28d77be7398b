// A long context is judged piece by piece, and nothing that belongs together is cut apart.
import { describe, expect, test } from "vitest";
import type { Told } from "../../../../src/agents/pi/session/context.ts";
import type { Block } from "../../../../src/agents/pi/session/entry.ts";
import { Stretches } from "../../../../src/agents/pi/session/stretches.ts";

const text: Block = { kind: "text", bytes: 1, said: "words" };
const called: Block = { kind: "call", bytes: 1, said: "words", id: "c", name: "bash" };

const turn = (open: boolean): Told[] => [
  { line: 1, message: { role: "user", blocks: [text] } },
  { line: 2, message: { role: "assistant", blocks: [open ? called : text] } },
];

const turns = (count: number, open = false) =>
  Array.from({ length: count }, () => turn(open)).flat();

function stretchesOf(told: readonly Told[]): (readonly Told[])[] {
  const judged: (readonly Told[])[] = [];
  const stretches = new Stretches((stretch) => judged.push(stretch));
  for (const each of told) stretches.add(each);
  stretches.end();
  return judged;
}

describe("a context", () => {
  test("that is short is one stretch", () => {
    expect(stretchesOf(turns(500))).toHaveLength(1);
  });

  test("that is long is cut where a turn begins, with nothing lost or doubled", () => {
    const told = turns(5_000);
    const stretches = stretchesOf(told);
    expect(stretches.length).toBeGreaterThan(3);
    expect(stretches.flat()).toEqual(told);
    expect(stretches.every(([first]) => first?.message.role === "user")).toBe(true);
  });

  test("is never cut while a call is open", () => {
    expect(stretchesOf(turns(5_000, true))).toHaveLength(1);
  });
});
