// One line of a session file without a word of the person's: keys, types, lengths and the graph of
// entries stay, and so do the names of tools, providers and models. Pure.
import { derived, derivedUuid, masked } from "./mask.ts";

/** A line without its line break. What is no JSON is masked as it stands. */
export function redactedLine(line: string): string {
  const mark = line.startsWith("\ufeff") ? "\ufeff" : "";
  const end = line.endsWith("\r") ? "\r" : "";
  try {
    const value: unknown = JSON.parse(line.slice(mark.length));
    return `${mark}${JSON.stringify(redacted(value, { key: "", free: false, kind: "" }))}${end}`;
  } catch {
    return masked(line);
  }
}

interface Place {
  readonly key: string;
  /** Below it a tool, an extension or the person decides what the keys mean. */
  readonly free: boolean;
  /** The `type` or `role` of the object that holds it. */
  readonly kind: string;
}

function redacted(value: unknown, place: Place): unknown {
  if (typeof value === "string") return text(value, place);
  if (Array.isArray(value)) return value.map((inner) => redacted(inner, place));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value);
  const held = Object.fromEntries(fields);
  const kind = String(held.type ?? held.role ?? (held.parameters ? "tool" : place.kind));
  const taken = new Set<string>();
  return Object.fromEntries(
    fields.map(([key, inner]) => {
      const free = place.free || freeKeys.has(key);
      return [keyFor(key, place.free, taken), redacted(inner, { key, free, kind })];
    }),
  );
}

const freeKeys = new Set(["arguments", "details", "data", "parameters", "sections", "diagnostics"]);

/** A field's name is kept where it can be one; a path or a sentence as a key is the person's. */
function keyFor(key: string, free: boolean, taken: Set<string>): string {
  if (!free || /^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(key)) return key;
  let name = masked(key);
  for (let count = 1; taken.has(name); count += 1) name = `${masked(key)}${count}`;
  taken.add(name);
  return name;
}

/** Words of pi, of a provider or of a tool: kept where they stand. */
const names = new Set([
  ...["type", "role", "api", "provider", "model", "modelId", "responseModel", "stopReason"],
  ...["toolName", "customType", "thinkingLevel", "mimeType"],
]);
const ids = new Set([
  ...["id", "parentId", "toolCallId", "responseId", "firstKeptEntryId", "targetId", "fromId"],
]);
const signatures = new Set(["thinkingSignature", "textSignature", "thoughtSignature"]);
const namedKinds = new Set(["toolCall", "tool"]);

function text(value: string, { key, free, kind }: Place): string {
  if (key === "data" && kind === "image") return derived(value);
  if (free) return masked(value);
  if (key === "timestamp") return /^[\d:.TZ+-]+$/.test(value) ? value : masked(value);
  if (ids.has(key)) return idFor(value);
  if (signatures.has(key)) return signatureFor(value);
  const isName = names.has(key) || (key === "name" && namedKinds.has(kind));
  return isName && /^[\w.:@/+-]{1,120}$/.test(value) ? value : masked(value);
}

/**
 * An entry's id and a garden id lead to nothing elsewhere; any other id is replaced, each time by the same.
 * A UUID may be one that a provider or another session goes by, and stays a UUID.
 */
function idFor(id: string): string {
  if (/^([0-9a-f]{8}|\d{8}T\d{6}-[0-9a-f]{6})$/.test(id)) return id;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return derivedUuid(id);
  return id
    .split("|")
    .map((part) => {
      const [prefix = ""] = /^(toolu_|srvtoolu_|call_|fc_|msg_|rs_|resp_)?/.exec(part) ?? [];
      return prefix + derived(part.slice(prefix.length));
    })
    .join("|");
}

/** The name of a field, the whole item as JSON, or bytes that only the provider reads. */
function signatureFor(value: string): string {
  if (/^reasoning(_content|_text|_details)?$/.test(value)) return value;
  try {
    const item = JSON.stringify(redactedItem(JSON.parse(value), ""));
    if (value.startsWith("{") && item.length === value.length) return item;
  } catch {
    // It is no JSON.
  }
  return derived(value);
}

function redactedItem(value: unknown, key: string): unknown {
  if (typeof value === "string") {
    if (key === "type" && /^[a-z_.]{1,40}$/.test(value)) return value;
    if (key === "id") return idFor(value);
    return key === "encrypted_content" ? derived(value) : masked(value);
  }
  if (Array.isArray(value)) return value.map((inner) => redactedItem(inner, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactedItem(inner, name)]),
  );
}
