// Holds a request against the rules of its wire format. Pure: it says which are broken, and which of
// them the provider answers with an error instead of a reply.

import { outlineOf } from "../outline/outline.ts";
import type { WireApi } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import { rules } from "./index.ts";
import type { RuleMode } from "./mode.ts";
import { switchesOf } from "./models.ts";
import type { Breach, Heard, RuleError } from "./rule.ts";
import { digest } from "./shared/sign.ts";

export interface Judgement {
  readonly breaches: readonly Breach[];
  /** The breach that is answered with an error, and how; null when there is a reply. */
  readonly refusal: { readonly breach: Breach; readonly error: RuleError } | null;
}

/** At most so many places of one rule are told. */
const placesTold = 5;

/** Whose signatures a session brings back: those of others cannot be verified here. */
export type SignedBy = "this-provider" | "others";

export function judge(
  heard: Heard,
  mode: RuleMode,
  signedBy: SignedBy = "this-provider",
): Judgement {
  if (mode === "off") return { breaches: [], refusal: null };
  const table = rules[heard.api].filter(
    ({ verifiesSignatures }) => signedBy === "this-provider" || !verifiesSignatures,
  );
  const broken = table.flatMap((rule) =>
    rule
      .check(heard)
      .slice(0, placesTold)
      .map(({ path, detail }) => {
        const { id, sentence, strength, error } = rule;
        const told = detail === undefined ? {} : { detail: detail.slice(0, 200) };
        return { breach: { rule: id, sentence, strength, path, ...told }, error };
      }),
  );
  const breaches = broken.map(({ breach }) => breach);
  const firm = broken.find(({ breach }) => breach.strength === "firm");
  return { breaches, refusal: mode === "strict" && firm !== undefined ? firm : null };
}

/** The words of the error: where, what, and what stands there. */
export function refusalText(breach: Breach, { text }: RuleError): string {
  const detail = breach.detail === undefined ? "" : ` (${breach.detail})`;
  return `${breach.path}: ${text}${detail}`;
}

/** A request as the rules look at it. */
export function heardOf(asked: {
  readonly api: WireApi;
  readonly provider: string | null;
  readonly model: string;
  readonly body: JsonObject;
  readonly headers: Heard["headers"];
}): Heard {
  const { api, model, body, headers } = asked;
  const provider = asked.provider ?? "";
  const credentials = ["authorization", "x-api-key", "api-key", "chatgpt-account-id"];
  return {
    api,
    provider,
    model,
    body,
    headers,
    outline: outlineOf(api, body),
    switches: switchesOf(provider, model),
    caller: digest("caller", ...credentials.map((name) => `${headers[name] ?? ""}`)),
  };
}
