// What the messages format demands of thinking that comes back: signed, untouched, and for the newest
// models in the conversation that it was thought in.

import { objectOf } from "../outline/reading.ts";
import type { InputTransformation } from "../reply.ts";
import type { Heard, Place, Rule } from "./rule.ts";
import { boundBlocks } from "./shared/binding.ts";
import { readId } from "./shared/ids.ts";
import { ofKind, runsOf } from "./shared/pairing.ts";
import { digest, unsealed } from "./shared/sign.ts";

export const anthropicThinking: readonly Rule[] = [
  {
    id: "A7",
    sentence: "With a thinking budget, a reply whose tools have answered begins with its thinking.",
    source: "dev.to/ji_ai; cluetax.org",
    strength: "weak",
    error: { text: "expected `thinking` or `redacted_thinking` before `tool_use`" },
    check: thinkingLeftOut,
  },
  {
    id: "A8",
    sentence: "Thinking has the signature that it was given.",
    source: "anthropics/anthropic-sdk-python #1598; anthropics/claude-code #63284",
    strength: "firm",
    verifiesSignatures: true,
    error: { text: "invalid `signature` in `thinking` block" },
    check: (heard) =>
      thinking(heard)
        .filter(({ signature }) => unsealed(signature) === null)
        .map(({ path }) => ({ path })),
  },
  {
    id: "A9",
    sentence: "Thinking in the latest reply is as it was given.",
    source: "openclaw/openclaw #24804; can1357/oh-my-pi PR 10486",
    strength: "firm",
    verifiesSignatures: true,
    error: { text: "`thinking` blocks in the latest assistant message cannot be modified" },
    check: (heard) => {
      const latest = heard.outline.findLast(({ role }) => role === "assistant")?.path;
      return thinking(heard)
        .filter(({ path }) => latest !== undefined && path.startsWith(`${latest}.`))
        .filter(({ signature, text }) => {
          const signed = unsealed(signature);
          return signed !== null && signed.text !== text;
        })
        .map(({ path }) => ({ path }));
    },
  },
  {
    id: "A20",
    sentence: "Thinking of the newest models comes after exactly what it was thought after.",
    source: "platform.claude.com: preserved-thinking, prefix-checks",
    strength: "firm",
    verifiesSignatures: true,
    error: {
      text: "the `thinking` block is bound to a different conversation; remove it or set drop_block",
    },
    check: (heard) => (dropsBlocks(heard) ? [] : strayThinking(heard)),
  },
];

interface Thinking {
  readonly path: string;
  readonly signature: string;
  /** Digest of the text as it came back. */
  readonly text: string;
}

/** A redacted block is its own signature: its text stays with the provider. */
function thinking({ outline }: Heard): readonly Thinking[] {
  return outline
    .flatMap(({ items }) => ofKind(items, "reasoning"))
    .map(({ path, raw }) => {
      if (raw.type === "redacted_thinking") {
        return { path, signature: `${raw.data}`, text: textDigest(null) };
      }
      return { path, signature: `${raw.signature ?? ""}`, text: textDigest(`${raw.thinking}`) };
    });
}

/** Names the text of a block of thinking; null stands for one that is redacted. */
export const textDigest = (text: string | null): string =>
  text === null ? digest("redacted") : digest("thinking", text);

/** Thinking that this model gave, in another place than it was given in. */
function strayThinking({ switches, body, model, outline }: Heard): Place[] {
  const isThought = outline.some(({ items }) => items.some(({ kind }) => kind === "reasoning"));
  if (!switches.bindsPrefix || !isThought) return [];
  return boundBlocks(body)
    .blocks.filter(({ raw, bound }) => {
      const signed = unsealed(`${raw.signature ?? raw.data ?? ""}`);
      const isThinking = raw.type === "thinking" || raw.type === "redacted_thinking";
      return isThinking && signed?.model === model && signed.bound !== bound;
    })
    .map(({ path }) => ({ path }));
}

function dropsBlocks({ body }: Heard): boolean {
  const binding = objectOf(objectOf(body.thinking).block_binding);
  return binding.prefix_mismatch_behavior === "drop_block";
}

/** What the provider leaves out of the request instead of refusing it, as it tells the client. */
export function droppedThinking(heard: Heard): readonly InputTransformation[] {
  const drop = (reason: string) => (place: Place) => ({
    type: "thinking_dropped",
    path: place.path,
    reason,
  });
  const foreign = thinking(heard).filter(({ signature }) => {
    const signed = unsealed(signature);
    return signed !== null && signed.model !== heard.model;
  });
  return [
    ...(dropsBlocks(heard) ? strayThinking(heard).map(drop("prefix_mismatch")) : []),
    ...foreign.map(drop("other_model")),
  ];
}

/** The ids of calls tell whether they were given after thinking. */
function thinkingLeftOut({ outline, body }: Heard): Place[] {
  if (objectOf(body.thinking).type !== "enabled") return [];
  const runs = runsOf(outline);
  const [reply, results] = runs.slice(-2);
  if (reply?.role !== "assistant" || !results?.items.some(({ kind }) => kind === "result"))
    return [];
  const calls = ofKind(reply.items, "call");
  const thought = calls.some(({ id }) => (readId(id)?.reasoning ?? null) !== null);
  return thought && reply.items[0]?.kind !== "reasoning" ? [{ path: reply.path }] : [];
}
