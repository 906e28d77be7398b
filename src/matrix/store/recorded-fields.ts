// What several recorded files hold, as schemas. Objects are loose: what another build wrote besides
// is kept. A field that only newer builds write is optional.
import { z } from "zod";
import type { CellHistory } from "../../evidence/cell.ts";
import type { ProcessIdentity } from "../../evidence/event.ts";
import type { Coordinates } from "../summary/result.ts";

export const processIdentity: z.ZodType<ProcessIdentity> = z.looseObject({
  pid: z.number(),
  startTime: z.string(),
});

const history: z.ZodType<CellHistory> = z.looseObject({
  name: z.string(),
  fate: z.enum(["kept", "repaired", "refused"]),
  shows: z.array(z.string()),
  killed: z.literal(true).exactOptional(),
});

/** To be spread into a schema's fields. */
export const coordinates = {
  target: z.looseObject({
    agent: z.string(),
    provider: z.string(),
    model: z.string(),
    wireApi: z.string().nullable(),
  }),
  lane: z.string(),
  scenario: z.string(),
  repetition: z.number(),
  history: history.exactOptional(),
} satisfies { readonly [Field in keyof Coordinates]: z.ZodType<Coordinates[Field]> };
