// What an Anthropic thinking block is bound to: the system prompt, the tools and each block before it.
// Cache markers and deferred tools are not part of it, nor is the form of a text as string or block.

import { objectsIn } from "../../outline/reading.ts";
import type { JsonObject } from "../../wire/shape.ts";
import { chain, stable } from "./sign.ts";

const markers: ReadonlySet<string> = new Set(["cache_control"]);

export interface BoundBlock {
  readonly path: string;
  readonly raw: JsonObject;
  /** Names everything before the block. */
  readonly bound: string;
}

/** Each block of the conversation with what is before it, and the name of the whole. */
export function boundBlocks(body: JsonObject): { blocks: readonly BoundBlock[]; end: string } {
  const flat = objectsIn(body.messages).flatMap(({ role, content }, index) => {
    const path = `messages[${index}].content`;
    const list = typeof content === "string" ? [{ type: "text", text: content }] : content;
    return objectsIn(list).map((raw, at) => ({ role: `${role}`, raw, path: `${path}[${at}]` }));
  });
  const start = startOf(body);
  const names = chain(
    start,
    flat.map(({ role, raw }) => boundText(role, raw)),
  );
  const blocks = flat.map(({ raw, path }, at) => ({ raw, path, bound: names[at - 1] ?? start }));
  return { blocks, end: names.at(-1) ?? start };
}

/** The name of a conversation that has one more block. */
export function boundAfter(bound: string, role: string, block: JsonObject): string {
  return chain(bound, [boundText(role, block)])[0] as string;
}

const boundText = (role: string, raw: JsonObject): string => `${role} ${stable(raw, markers)}`;

function startOf(body: JsonObject): string {
  const system =
    typeof body.system === "string" ? [{ type: "text", text: body.system }] : (body.system ?? []);
  const tools = objectsIn(body.tools).filter(({ defer_loading }) => defer_loading !== true);
  return chain("", [stable(system, markers), stable(tools, markers)])[1] as string;
}
