// What the model has been told of itself in a session (the sections of its system prompt, its tools),
// read off the transcript, so that a resumed child tells it the same. Pure.
//
// pi rebuilds both from its arguments, its settings and the files of the directory at each start, and
// writes whatever differs into the session as a change: a resume with other arguments forgets them.
import type { BeforeAgentStartEvent } from "@earendil-works/pi-coding-agent";

type PromptOptions = BeforeAgentStartEvent["systemPromptOptions"];

/** What a tool looks like to the model. */
export interface Declaration {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
}

interface Told {
  readonly sections?: Readonly<Record<string, string | null>>;
  readonly toolsAdded?: readonly Declaration[];
  readonly toolsRemoved?: readonly { readonly name: string }[];
}

/** An entry of a session; only those that hold a system message matter. */
export interface Entry {
  readonly type: string;
  readonly message?: { readonly role: string };
}

export interface Loadout {
  /** Texts by name, each with the tags around it that it was sent with. */
  readonly sections: ReadonlyMap<string, string>;
  readonly tools: ReadonlyMap<string, Declaration>;
}

/** Null for a session that says nothing of it: one of a pi older than 0.86, or made without a turn. */
export function loadoutOf(branch: readonly Entry[]): Loadout | null {
  const told = branch.flatMap(({ type, message }) =>
    type === "message" && message?.role === "system" ? [message as Told] : [],
  );
  if (told.length === 0) return null;
  const sections = new Map<string, string>();
  const tools = new Map<string, Declaration>();
  for (const { sections: patch = {}, toolsAdded = [], toolsRemoved = [] } of told) {
    for (const [name, text] of Object.entries(patch)) {
      if (text === null) sections.delete(name);
      else sections.set(name, text);
    }
    for (const { name } of toolsRemoved) tools.delete(name);
    for (const tool of toolsAdded) tools.set(tool.name, tool);
  }
  return { sections, tools };
}

/** Tools of servers that a pi connects to in the background: they come when they come. */
const isRemote = (name: string): boolean => name.startsWith("mcp__");

/** What the session's tools lack in this pi, each as a sentence; empty where all can be given back. */
export function lackingTools(
  { tools }: Loadout,
  registered: readonly Declaration[],
  remote: "required" | "awaited",
): readonly string[] {
  const here = new Map(registered.map((tool) => [tool.name, tool]));
  return [...tools.values()].flatMap((tool) => {
    const found = here.get(tool.name);
    if (found === undefined) {
      if (remote === "awaited" && isRemote(tool.name)) return [];
      return [`its tool ${tool.name} is not here`];
    }
    return isSame(tool, found) ? [] : [`its tool ${tool.name} is described otherwise here`];
  });
}

const isSame = (one: Declaration, other: Declaration): boolean =>
  one.description === other.description &&
  JSON.stringify(one.parameters) === JSON.stringify(other.parameters);

/**
 * Changes what the prompt is about to be built from, so that it comes out as the session has it.
 * What this pi adds by itself (files of the directory, skills) gives way to what was said before.
 */
export function tellAgain({ sections }: Loadout, options: PromptOptions): void {
  const { preamble, ...others } = Object.fromEntries(sections);
  if (preamble === undefined) return;
  options.customPrompt = preamble;
  options.appendSystemPrompt = "";
  options.contextFiles = [];
  options.skills = [];
  options.sections = Object.fromEntries(
    Object.entries(others).map(([name, text]) => [name, withoutTags(name, text)]),
  );
}

function withoutTags(name: string, text: string): string {
  const before = `<${name}>\n`;
  const after = `\n</${name}>`;
  const isTagged = text.startsWith(before) && text.endsWith(after);
  return isTagged ? text.slice(before.length, -after.length) : text;
}

/** What a prompt says otherwise than the session does, each as a sentence. */
export function differences({ sections }: Loadout, prompt: string): readonly string[] {
  const texts = [...sections];
  const changed = texts.flatMap(([name, text]) =>
    prompt.includes(text) ? [] : [`section ${name} of its system prompt would change`],
  );
  if (changed.length > 0 || texts.length === 0) return changed;
  const separators = 2 * (texts.length - 1);
  const told = texts.reduce((sum, [, text]) => sum + text.length, separators);
  return told === prompt.length ? [] : ["its system prompt would get a section more"];
}
