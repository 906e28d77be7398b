// What a config says of comparing runs, and what holds where it says nothing.
import { z } from "zod";
import type { NonInferiority } from "../../statistics/paired.ts";

export interface CompareSettings {
  /** How many points of 100 the pass rate may fall before a run is worse (default: 5). */
  readonly marginPoints?: number;
  /** Of the two-sided intervals (default: 0.95). */
  readonly confidence?: number;
}

export const compareShape = z.strictObject({
  marginPoints: z
    .number("must be a number of points")
    .gt(0, "must be more than 0")
    .lt(100, "must be less than 100")
    .default(5),
  confidence: z
    .number("must be a number")
    .gt(0.5, "must be more than 0.5")
    .lt(1, "must be less than 1")
    .default(0.95),
});

export const asNonInferiority = ({
  marginPoints,
  confidence,
}: Required<CompareSettings>): NonInferiority => ({ margin: marginPoints / 100, confidence });
