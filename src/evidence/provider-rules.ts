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
