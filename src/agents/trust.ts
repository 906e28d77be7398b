// Whether an agent may be started in a directory: asked only when a resume has been decided.

export type TrustVerdict =
  /** `approve`: the agent must be told that the directory is approved for this run. */
  | { readonly kind: "trusted"; readonly approve: boolean }
  | { readonly kind: "denied"; readonly because: string };

export type TrustPreflight = (workingDirectory: string) => Promise<TrustVerdict>;
