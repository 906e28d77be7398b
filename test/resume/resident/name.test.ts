import { expect, test } from "vitest";
import { nameKeeper } from "../../../src/resume/resident/name.ts";

const gardenId = "20260102T030405-abcdef";
const named = `${gardenId}==openai/gpt-5.4--a-title__entwurf`;

function keeping(given: string | undefined) {
  let name = given;
  const notes: string[] = [];
  const set: string[] = [];
  const session = {
    id: gardenId,
    name: () => name,
    rename(next: string) {
      set.push(next);
      name = next;
    },
  };
  const keep = nameKeeper(session, { note: (text) => void notes.push(text) });
  return {
    notes,
    set,
    renamed(next: string | undefined) {
      name = next;
      keep();
      return name;
    },
  };
}

test("puts back a name that marks the session as resumable, and says so", () => {
  const { renamed, notes } = keeping(named);
  expect(renamed("A title")).toBe(named);
  expect(renamed(undefined)).toBe(named);
  expect(renamed(named.replace("entwurf", "control"))).toBe(named);
  expect(renamed(named.replace("abcdef", "fedcba"))).toBe(named);
  expect(notes[0]).toContain('"A title"');
});

test("leaves a new title that marks it all the same, and a name that never did", () => {
  const titled = named.replace("a-title", "other");
  expect(keeping(named).renamed(titled)).toBe(titled);
  expect(keeping("by hand").renamed("A title")).toBe("A title");
});

test("writes nothing where nothing has changed", () => {
  const { renamed, set } = keeping(named);
  renamed(named);
  expect(set).toEqual([]);
});
