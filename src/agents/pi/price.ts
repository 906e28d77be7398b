// What a model costs, as pi's catalogue says it. Pure.
import { z } from "zod";
import type { CatalogModel } from "../catalog.ts";

const share = z.number().min(0);
const shape = z.object({ input: share, output: share, cacheRead: share, cacheWrite: share });

/** Nothing for a cost of zeros: pi writes them for models that are paid by subscription, or not known. */
export function priced(cost: unknown): Pick<CatalogModel, "price"> {
  const parsed = shape.safeParse(cost);
  if (!parsed.success || Object.values(parsed.data).every((each) => each === 0)) return {};
  return { price: parsed.data };
}
