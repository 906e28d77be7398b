// What `prices` may say: US dollars for a million tokens, by `provider/model`.
import { z } from "zod";
import type { ModelPrice } from "../../agents/catalog.ts";

const dollars = z.number("must be a number").min(0, "must be at least 0");

const price: z.ZodType<ModelPrice> = z.strictObject(
  { input: dollars, output: dollars, cacheRead: dollars, cacheWrite: dollars },
  "must be { input, output, cacheRead, cacheWrite }, in US dollars for a million tokens",
);

const name = z.string().regex(/^[^/:\s]+\/\S+$/, "must be provider/model");

export const pricesShape = z.record(name, price, "must be prices by provider/model");
