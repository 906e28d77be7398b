// What becomes of a request that breaks a rule of the real provider.

/** `strict` refuses what breaks a firm rule, `record` only writes it down, `off` does not look. */
export const ruleModes = ["strict", "record", "off"] as const;
export type RuleMode = (typeof ruleModes)[number];
