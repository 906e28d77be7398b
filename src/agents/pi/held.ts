// What pi has to tell its model again of a session that it takes up: read from the file by what pi's
// documentation says of entries, branches and compaction. A link that leads nowhere is no reason to
// forget: what stands before it in the file is held all the same.
import type { HeldPart } from "../../evidence/held.ts";
import type { HeldTarget, HeldText } from "../agent.ts";

type Json = Readonly<Record<string, unknown>>;

export function heldParts(text: string, target: HeldTarget): readonly HeldText[] {
  const context = keptByCompaction(branchOf(entriesIn(text)));
  const edited = new Set(
    context.filter(({ type }) => type === "context_edit").map(({ targetId }) => targetId),
  );
  return context
    .filter(({ type, id }) => type === "message" && !edited.has(id))
    .flatMap((entry) => partsOf(entry, target));
}

function entriesIn(text: string): readonly Json[] {
  return text
    .split("\n")
    .map(parsed)
    .filter((entry): entry is Json => isObject(entry) && entry.type !== "session");
}

/** From the first entry to the last one in the file, which is where pi goes on. */
function branchOf(entries: readonly Json[]): readonly Json[] {
  const placeOf = new Map(entries.map(({ id }, place) => [id, place]));
  const branch: Json[] = [];
  for (let place = entries.length - 1; place >= 0; ) {
    const entry = entries[place] as Json;
    branch.push(entry);
    const parent = entry.parentId == null ? -1 : (placeOf.get(entry.parentId) ?? place - 1);
    // A parent that comes later would lead round in a circle.
    place = parent < place ? parent : place - 1;
  }
  return branch.reverse();
}

/** A summary stands for all before it but the entries that were kept beside it. */
function keptByCompaction(branch: readonly Json[]): readonly Json[] {
  const at = branch.findLastIndex(({ type }) => type === "compaction");
  if (at < 0) return branch;
  const first = branch.findIndex(({ id }) => id === branch[at]?.firstKeptEntryId);
  const kept = first < 0 ? [] : branch.slice(first, at);
  return [...kept, ...branch.slice(at + 1)];
}

function partsOf({ id, message }: Json, target: HeldTarget): readonly HeldText[] {
  if (!isObject(message)) return [];
  const entryId = typeof id === "string" ? id : null;
  const part = (kind: HeldPart["kind"], texts: readonly string[]): HeldText => ({
    kind,
    entryId,
    texts,
  });
  const blocks = blocksOf(message.content);
  const images = imagesIn(blocks).map((texts) => part("image", texts));
  switch (message.role) {
    case "user":
      return [...textsIn(blocks).map((text) => part("prompt", spellings(text))), ...images];
    case "toolResult": {
      const result = resultSpellings(textsIn(blocks), message.isError === true);
      return [...(result.length > 0 ? [part("result", result)] : []), ...images];
    }
    case "assistant":
      if (!isOfModel(message, target) || isDropped(message)) return [];
      return blocks.flatMap(sealsOf).map((texts) => part("signature", texts));
    default:
      return [];
  }
}

/** pi never sends a reply that failed, or was broken off. */
const isDropped = ({ stopReason }: Json) => stopReason === "error" || stopReason === "aborted";

/** Another model could do nothing with a seal that is not its own. */
const isOfModel = ({ provider, model, api }: Json, target: HeldTarget) =>
  provider === target.provider && model === target.model && api === target.wireApi;

const blocksOf = (content: unknown): readonly Json[] =>
  typeof content === "string"
    ? [{ type: "text", text: content }]
    : Array.isArray(content)
      ? content.filter(isObject)
      : [];

/** Blank ones are left out, or replaced by words of pi's own. */
const textsIn = (blocks: readonly Json[]): readonly string[] =>
  blocks.flatMap(({ type, text }) =>
    type === "text" && typeof text === "string" && text.trim() !== "" ? [text] : [],
  );

/** A half of a surrogate pair is no text, and is taken out. */
const spellings = (text: string): readonly string[] => [
  ...new Set([text, text.replace(/\p{Surrogate}/gu, ""), text.trim()]),
];

/** Block by block or joined; Mistral is told of a failure in the text itself. */
function resultSpellings(texts: readonly string[], failed: boolean): readonly string[] {
  const [first] = texts;
  if (first === undefined) return [];
  const whole = spellings(texts.join("\n"));
  const marked = failed ? whole.map((text) => `[tool error] ${text}`) : [];
  return [...new Set([...whole, ...marked, ...(texts.length > 1 ? spellings(first) : [])])];
}

const omitted = [
  "(image omitted: model does not support images)",
  "(tool image omitted: model does not support images)",
];

function imagesIn(blocks: readonly Json[]): readonly (readonly string[])[] {
  return blocks.flatMap(({ type, data, mimeType }) =>
    type === "image" && typeof data === "string"
      ? [[data, `data:${mimeType};base64,${data}`, ...omitted]]
      : [],
  );
}

/** Of chat completions the field says only under which name the reasoning goes back. */
const fieldNames = new Set(["reasoning_content", "reasoning", "reasoning_text"]);

function sealsOf({ type, thinkingSignature, thoughtSignature }: Json): readonly string[][] {
  const seal = type === "thinking" ? thinkingSignature : thoughtSignature;
  if (typeof seal !== "string" || seal === "" || fieldNames.has(seal)) return [];
  const item = parsed(seal);
  // A whole item of the provider's, of which the sealed part counts.
  const inner = isObject(item) ? (item.encrypted_content ?? item.data ?? item.id) : null;
  return [[seal, ...(typeof inner === "string" ? [inner] : [])]];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
