// Stand-in: everything is trusted.
export const preflight = (_input: { readonly cwd: string }) =>
  ({ kind: "trusted-no-arg", reason: "stand-in" }) as const;
