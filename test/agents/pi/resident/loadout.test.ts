import { expect, test } from "vitest";
import {
  differences,
  type Entry,
  lackingTools,
  loadoutOf,
  tellAgain,
} from "../../../../src/agents/pi/resident/loadout.ts";

const read = { name: "read", description: "reads", parameters: { type: "object" } };
const bash = { name: "bash", description: "runs", parameters: { type: "object" } };
const remote = { name: "mcp__files__list", description: "lists", parameters: {} };

const system = (told: object): Entry => ({
  type: "message",
  message: { role: "system", ...told },
});
const user: Entry = { type: "message", message: { role: "user" } };

const first = system({
  sections: {
    preamble: "You help.",
    cwd: "<cwd>\n/w\n</cwd>",
    addendum: "<addendum>\nA\n</addendum>",
  },
  toolsAdded: [read, bash],
});

function given(branch: readonly Entry[]) {
  const loadout = loadoutOf(branch);
  if (loadout === null) throw new Error("the branch says nothing");
  return loadout;
}

/** What a bare launch would build the prompt from. */
const bareOptions = () => ({
  selectedTools: ["read"],
  hiddenTools: [],
  toolSnippets: {},
  toolGuidelines: {},
  promptGuidelines: [],
  appendSystemPrompt: "B",
  sections: {},
  cwd: "/w",
  contextFiles: [{ path: "AGENTS.md", content: "new words" }],
  skills: [],
});

test("a session without system messages says nothing", () => {
  expect(loadoutOf([user, { type: "model_change" }, { type: "message" }])).toBe(null);
  const note = { ...system({ toolsAdded: [read] }), type: "custom_message" };
  expect(loadoutOf([note])).toBe(null);
});

test("a system message says of sections or of tools what it names, and no more", () => {
  const { sections, tools } = given([system({})]);
  expect([sections.size, tools.size]).toEqual([0, 0]);
});

test("later changes are taken into account, in their order", () => {
  const changed = system({
    sections: { addendum: null, cwd: "<cwd>\n/v\n</cwd>" },
    toolsRemoved: [{ name: "bash" }],
    toolsAdded: [remote],
  });
  const { sections, tools } = given([first, user, changed]);
  expect([...sections]).toEqual([
    ["preamble", "You help."],
    ["cwd", "<cwd>\n/v\n</cwd>"],
  ]);
  expect([...tools.keys()]).toEqual(["read", remote.name]);
});

test("a tool that is declared anew is taken as it was declared last", () => {
  const anew = { ...bash, description: "runs safely" };
  const replaced = system({ toolsRemoved: [{ name: "bash" }], toolsAdded: [anew] });
  expect(given([first, replaced]).tools.get("bash")).toEqual(anew);
});

test("all tools that are here as they were can be given back", () => {
  expect(lackingTools(given([first]), [bash, read, remote], "required")).toEqual([]);
});

test("a tool that is gone, and one that is another by now, are named", () => {
  const worded = { ...bash, description: "runs safely" };
  expect(lackingTools(given([first]), [worded, read], "required")).toEqual([
    "its tool bash is described otherwise here",
  ]);
  const other = { ...read, parameters: { type: "object", properties: { path: {} } } };
  expect(lackingTools(given([first]), [other], "required")).toEqual([
    "its tool read is described otherwise here",
    "its tool bash is not here",
  ]);
});

test("a tool of a server may come later, until a turn needs it", () => {
  const loadout = given([system({ toolsAdded: [remote] })]);
  expect(lackingTools(loadout, [], "awaited")).toEqual([]);
  expect(lackingTools(given([first]), [bash], "awaited")).toEqual(["its tool read is not here"]);
  expect(lackingTools(loadout, [], "required")).toEqual([`its tool ${remote.name} is not here`]);
});

test("the prompt is built from what the session says, and from nothing new", () => {
  const options = bareOptions();
  tellAgain(given([first]), options);
  expect(options).toMatchObject({
    customPrompt: "You help.",
    appendSystemPrompt: "",
    contextFiles: [],
    skills: [],
    sections: { cwd: "/w", addendum: "A" },
  });
});

test("a section is told as it stands where it has not both of its tags", () => {
  const texts = { first: "<first>\nA", second: "B\n</second>", third: "<third>\nC\n</third>" };
  const options = bareOptions();
  tellAgain(given([system({ sections: { preamble: "You help.", ...texts } })]), options);
  expect(options.sections).toEqual({ ...texts, third: "C" });
});

test("a session without a first section is left as the agent has it", () => {
  const options = bareOptions();
  tellAgain(given([system({ toolsAdded: [read] })]), options);
  expect(options).toEqual(bareOptions());
});

test("a prompt with every section, in whatever order, and nothing else is the session's", () => {
  const loadout = given([first]);
  const parts = [...loadout.sections.values()].reverse();
  expect(differences(loadout, parts.join("\n\n"))).toEqual([]);
});

test("a session without sections says nothing of the prompt", () => {
  expect(differences(given([system({ toolsAdded: [read] })]), "You help.")).toEqual([]);
});

test("a section that would change, and one that would come, are named", () => {
  const loadout = given([first]);
  const parts = [...loadout.sections.values()];
  expect(differences(loadout, parts.slice(1).join("\n\n"))).toEqual([
    "section preamble of its system prompt would change",
  ]);
  expect(differences(loadout, [...parts, "<skills>x</skills>"].join("\n\n"))).toEqual([
    "its system prompt would get a section more",
  ]);
});
