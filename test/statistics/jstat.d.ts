// What the tests use of jstat, which has no types of its own.
declare module "jstat" {
  interface Distribution {
    /** Cumulative probability, given the value and the parameters. */
    cdf(value: number, ...parameters: readonly number[]): number;
    /** Quantile, given the probability and the parameters. */
    inv(probability: number, ...parameters: readonly number[]): number;
  }
  const jstat: { readonly jStat: Readonly<Record<"beta" | "binomial" | "normal", Distribution>> };
  export default jstat;
}
