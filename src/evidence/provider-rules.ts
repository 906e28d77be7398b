// What a real provider would have said of one request: the rules it breaks, and what it counted.

export interface RuleBreach {
  /** `A2`, `M2`: as the provider's table names it. */
  readonly rule: string;
  readonly sentence: string;
  /** Only a firm one is a reason to refuse; the others are recorded. */
  readonly strength: "firm" | "weak" | "unconfirmed";
  /** Where in the body. */
  readonly path: string;
  readonly detail?: string;
}

export type RefusedBy = Pick<RuleBreach, "rule" | "sentence" | "path">;

export interface RequestUsage {
  /** All of the input in tokens, cached or not. */
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** What the model is told of itself, as SHA-256: its system prompt, and each tool by its name. */
interface Told {
  readonly instructions: string;
  readonly tools: Readonly<Record<string, string>>;
}

/** What a request's record says of it; each part is absent where nobody looked. */
export interface ProviderSays {
  readonly breaches?: readonly RuleBreach[];
  /** The rule for which it was refused; absent where it was not, or for another reason. */
  readonly refusedBy?: RefusedBy;
  /** As told to the agent; absent where no reply was sent whole. */
  readonly usage?: RequestUsage;
  readonly told?: Told;
}
