// What generate-content demands, on the Gemini API and on Vertex AI.

import type { OutlineMessage } from "../outline/outline.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { emptyMessages, modelLast, notUserFirst } from "./shared/content.ts";
import { ofKind } from "./shared/pairing.ts";

const isResponse = ({ items }: OutlineMessage) => items.some(({ kind }) => kind === "result");
const isCall = ({ items }: OutlineMessage) => items.some(({ kind }) => kind === "call");

export const googleRules: readonly Rule[] = [
  {
    id: "G1",
    sentence: "A function-call turn is followed at once by a response turn with as many parts.",
    source: "google-gemini/gemini-cli #16543, #5443, #3814",
    strength: "firm",
    error: { text: "the number of function response parts must equal that of function call parts" },
    check: unevenResponses,
  },
  {
    id: "G2",
    sentence: "A function-call turn comes directly after a user or a response turn.",
    source: "google-gemini/gemini-cli #26486, #11814; lobehub/lobe-chat #10049",
    strength: "firm",
    error: { text: "a function call turn must come immediately after a user or a response turn" },
    check: ({ outline }) =>
      outline
        .filter((message, at) => isCall(message) && outline[at - 1]?.role !== "user")
        .map(({ path }) => ({ path })),
  },
  {
    id: "G3",
    sentence:
      "Gemini 3: in the current turn the first call of each step brings its signature back.",
    source: "ai.google.dev: thought-signatures; cc-switch PR 6848; octos PR 1897",
    strength: "firm",
    error: { text: "a function call is missing its thought_signature" },
    check: unsignedCalls,
  },
  {
    id: "G4",
    sentence: "A content has parts, and on Vertex no empty text.",
    source: "envoyproxy/ai-gateway PR 2686; Portkey-AI/gateway #462; vercel/ai #3775",
    strength: "firm",
    error: { text: "a content must include at least one part, and no empty one" },
    check: ({ outline, api }) => [
      ...emptyMessages(outline),
      ...(api === "google-vertex" ? outline.flatMap(emptyTexts) : []),
    ],
  },
  {
    id: "G5",
    sentence: "A response turn holds only responses, on Vertex.",
    source: "envoyproxy/ai-gateway PR 2686; anomalyco/opencode PR 43479",
    strength: "firm",
    error: { text: "a function response turn may hold nothing but function responses" },
    check: ({ outline, api }) =>
      outline
        .filter((message) => api === "google-vertex" && isResponse(message))
        .filter(({ items }) => items.some(({ kind }) => kind !== "result"))
        .map(({ path }) => ({ path })),
  },
  {
    id: "G6",
    sentence: "The last content is not the model's.",
    source: "envoyproxy/ai-gateway PR 2686",
    strength: "firm",
    error: { text: "ending with a model turn is not supported" },
    check: modelLast,
  },
  {
    id: "G7",
    sentence: "A thought signature is base64.",
    source: "pi, api/google-shared",
    strength: "firm",
    error: { text: "invalid value at thought_signature: base64 decoding failed" },
    check: ({ outline }) =>
      outline
        .flatMap(({ items }) => items)
        .filter(({ raw }) => raw.thoughtSignature !== undefined && !isBase64(raw.thoughtSignature))
        .map(({ path }) => ({ path: `${path}.thoughtSignature` })),
  },
  {
    id: "G8",
    sentence: "The first content is the user's.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the first content should be from the user" },
    check: notUserFirst,
  },
  {
    id: "G9",
    sentence: "Calls and responses name their function.",
    source: "common knowledge",
    strength: "unconfirmed",
    error: { text: "the name of a function cannot be empty" },
    check: ({ outline }) =>
      outline
        .flatMap(({ items }) => items)
        .filter(({ kind, name }) => (kind === "call" || kind === "result") && !name)
        .map(({ path }) => ({ path })),
  },
];

function unevenResponses({ outline }: Heard): Place[] {
  return outline.flatMap((message, at) => {
    const next = outline[at + 1];
    const previous = outline[at - 1];
    const calls = ofKind(message.items, "call").length;
    const results = next === undefined ? 0 : ofKind(next.items, "result").length;
    if (calls > 0 && calls !== results) return [{ path: message.path, detail: `${results}` }];
    const asked = previous === undefined ? 0 : ofKind(previous.items, "call").length;
    return isResponse(message) && asked === 0 ? [{ path: message.path, detail: "no call" }] : [];
  });
}

/** Turns before the last message of the user are not looked at. */
function unsignedCalls({ outline, switches }: Heard): Place[] {
  if (!switches.signsCalls) return [];
  const start = outline.findLastIndex((message) => message.role === "user" && !isResponse(message));
  return outline.slice(start + 1).flatMap(({ items }) => {
    const first = ofKind(items, "call")[0];
    return first === undefined || first.raw.thoughtSignature ? [] : [{ path: first.path }];
  });
}

function emptyTexts({ items }: OutlineMessage): Place[] {
  return items
    .filter(({ kind, text, raw }) => kind === "text" && text === "" && !raw.thoughtSignature)
    .map(({ path }) => ({ path }));
}

/** The provider also takes these words where an agent has no signature to give. */
const standIns = new Set<unknown>([
  "skip_thought_signature_validator",
  "context_engineering_is_the_way_to_go",
]);

const isBase64 = (value: unknown): boolean =>
  standIns.has(value) ||
  (typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value));
