// What a real provider demands of a request, one object a rule. Pure: a check reads, and says where
// the request breaks the rule. Whether a breach is answered or only recorded is decided elsewhere.

import type { Outline } from "../outline/outline.ts";
import type { WireApi } from "../reply.ts";
import type { JsonObject } from "../wire/shape.ts";
import type { ModelSwitches } from "./models.ts";

/** How sure we are that the real provider does so: only a breach of a firm rule is ever refused. */
type Strength = "firm" | "weak" | "unconfirmed";

export interface Rule {
  /** Letter of the wire format and a number, as the sources are filed under. */
  readonly id: string;
  /** What a request must be like, as a maintainer would say it. */
  readonly sentence: string;
  /** Where it was read: an issue, a page, a source file. */
  readonly source: string;
  readonly strength: Strength;
  readonly error: RuleError;
  /** It can be checked only on signatures that this provider made. */
  readonly verifiesSignatures?: true;
  check(heard: Heard): readonly Place[];
}

/** How the provider answers a breach (default: 400). */
export interface RuleError {
  readonly text: string;
  readonly status?: number;
  readonly code?: string;
  readonly type?: string;
}

/** One place in a request that breaks a rule. */
export interface Place {
  /** A path into the body, such as `messages[3].content[0]`. */
  readonly path: string;
  /** What is wrong there, such as the id that nobody asked for. */
  readonly detail?: string;
}

export interface Breach {
  readonly rule: string;
  readonly sentence: string;
  readonly strength: Strength;
  readonly path: string;
  readonly detail?: string;
}

/** A request as the provider hears it. */
export interface Heard {
  readonly api: WireApi;
  /** As the redirect names it; "" when the path does not say. */
  readonly provider: string;
  readonly model: string;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly outline: Outline;
  readonly switches: ModelSwitches;
  /** Who asks: a digest of the credentials, for what is bound to a caller. */
  readonly caller: string;
}
