// What is written down about one request: enough to judge identity, order and outcome later.
// Plain data; counts and the last user text instead of whole conversations.

import type { Behaviour } from "./behaviour.ts";
import type { Exchange, Transport } from "./exchange.ts";
import type { Told } from "./outline/told.ts";
import type { ModelRequest, Role, Usage, WireApi } from "./reply.ts";
import type { Breach } from "./rules/rule.ts";
import type { Values } from "./values.ts";

export type Outcome = "replied" | "refused" | "reset" | "truncated" | "hung" | "aborted-by-client";

export interface RequestRecord {
  /** Null when no wire format answers the request. */
  readonly api: WireApi | null;
  /** First path segment below the prefix, which a redirect uses for the provider's name. */
  readonly provider: string | null;
  readonly method: string;
  /** Path below the prefix, with its query. */
  readonly path: string;
  /** The model asked for on the wire; null when the request could not be read. */
  readonly model: string | null;
  readonly roles: Readonly<Record<Role, number>>;
  readonly messageCount: number;
  readonly lastUserText: string;
  /** HTTP status that was sent; 0 when nothing was. */
  readonly status: number;
  readonly outcome: Outcome;
  /** Why it was refused, as told to the client; null otherwise. */
  readonly refusal: string | null;
  readonly transport: Transport;
  /** The visible text of the reply that was sent in full; "" otherwise. */
  readonly replyText: string;
  /** True when the reply contains a token that only an earlier message told. */
  readonly recalled: boolean;
  /** Whether any message held the words that the prefix looks for; false where it looks for none. */
  readonly carried: boolean;
  /** Null when the request asked no model: unknown route, unreadable body, refused upgrade. */
  readonly behaviour: Behaviour["kind"] | null;
  /** Position among the prefix's model requests, from 1; 0 when it asked no model. */
  readonly ordinal: number;
  /** When the request had arrived whole, on the monotonic clock of this process. */
  readonly atMs: number;
  readonly durationMs: number;
  /** The body value by value; null when it asked no model. */
  readonly values: Values | null;
  /** Rules of the real provider that the request breaks, those that are only recorded included. */
  readonly breaches: readonly Breach[];
  /** Null when it asked no model. */
  readonly told: Told | null;
  /** The rule for which it was refused; null when it was not, or for another reason. */
  readonly refusedBy: Pick<Breach, "rule" | "sentence" | "path"> | null;
  /** Tokens as reported to the agent in a reply that was sent in full; null otherwise. */
  readonly usage: RequestUsage | null;
}

export interface RequestUsage {
  /** All of the input, cached or not. */
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

export function requestUsage({ inputTokens, cachedTokens = 0, outputTokens }: Usage): RequestUsage {
  return { input: inputTokens, cachedInput: cachedTokens, output: outputTokens };
}

/** How a request ended; known last. */
export type Ending = Pick<
  RequestRecord,
  "status" | "outcome" | "refusal" | "replyText" | "recalled" | "refusedBy" | "usage"
>;

/** What is known about a request when it has arrived. */
export type Asked = Omit<RequestRecord, keyof Ending | "durationMs">;

export function refused(
  status: number,
  refusal: string,
  refusedBy: RequestRecord["refusedBy"] = null,
): Ending {
  return { ...ended("refused", status), refusal, refusedBy };
}

/** An ending without a whole reply. */
export function ended(outcome: Outcome, status: number): Ending {
  return {
    outcome,
    status,
    refusal: null,
    replyText: "",
    recalled: false,
    refusedBy: null,
    usage: null,
  };
}

export function asked(
  exchange: Pick<Exchange, "method" | "transport">,
  path: string,
  atMs: number,
  model?: {
    request: ModelRequest;
    behaviour: Behaviour;
    ordinal: number;
    breaches: readonly Breach[];
    told: Told;
    values: Values;
    sought?: string;
  },
): Asked {
  const messages = model?.request.messages ?? [];
  const roles = { system: 0, user: 0, assistant: 0, tool: 0 };
  for (const { role } of messages) roles[role] += 1;
  const { sought } = model ?? {};
  return {
    api: model?.request.api ?? null,
    provider: providerOf(path),
    method: exchange.method,
    path,
    model: model?.request.model ?? null,
    roles,
    messageCount: messages.length,
    lastUserText: messages.findLast(({ role }) => role === "user")?.text ?? "",
    carried: sought !== undefined && messages.some(({ text }) => text.includes(sought)),
    transport: exchange.transport,
    behaviour: model?.behaviour.kind ?? null,
    ordinal: model?.ordinal ?? 0,
    atMs,
    values: model?.values ?? null,
    breaches: model?.breaches ?? [],
    told: model?.told ?? null,
  };
}

/** What cannot be decoded names no provider, and is refused; the record must be made all the same. */
export function providerOf(path: string): string | null {
  const segment = /^\/([^/?]+)\/./.exec(path)?.[1];
  try {
    return segment === undefined ? null : decodeURIComponent(segment);
  } catch {
    return null;
  }
}
