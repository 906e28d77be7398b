// What a scenario says must come out, read with care: it may be a user's own, and an expectation that nobody
// understands would be judged as none. Pure.
import { z } from "zod";
import { type Expectation, rejectReasons } from "../../evidence/cell.ts";
import { UsageError } from "../../world/usage-error.ts";

const refusal = {
  reason: z.enum(rejectReasons, `must be one of ${rejectReasons.join(", ")}`),
  observedLiveness: z
    .enum(["live", "dormant", "indeterminate", "unsupported"], "must be a liveness, or null")
    .nullable(),
};
const onlyTrue = z.literal(true, "must be true, or left out").exactOptional();
const others = z.array(z.strictObject(refusal), "must be a list of refusals").exactOptional();
const names = z
  .array(z.string("must be the name of a claim"), "must be a list of names of claims")
  .min(1, "must not be empty: a hazard that shows nothing proves nothing");

const shapes: Readonly<Record<Expectation["kind"], z.ZodType>> = {
  resumed: z.strictObject({ kind: z.string(), others, superseded: onlyTrue }),
  refused: z.strictObject({ kind: z.string(), ...refusal }),
  retained: z.strictObject({ kind: z.string() }),
  "turn-failed": z.strictObject({
    kind: z.string(),
    ends: z.literal("replied", 'must be "replied", or left out').exactOptional(),
    recovers: onlyTrue,
  }),
  threw: z.strictObject({ kind: z.string(), message: z.string("must be a regular expression") }),
  "start-failed": z.strictObject({
    kind: z.string(),
    watch: z
      .enum(["spawn-start-failed", "child-exited"], "must be the end of a watch")
      .exactOptional(),
  }),
  sent: z.strictObject({ kind: z.string() }),
  delivered: z.strictObject({ kind: z.string() }),
  hazard: z.strictObject({ kind: z.string(), shows: names }),
};

/** `where` names who said it. @throws UsageError for what is no expectation. */
export function asExpectation(value: unknown, where: string): Expectation {
  const kind: unknown = Object(value).kind;
  if (typeof kind !== "string" || !Object.hasOwn(shapes, kind)) {
    const kinds = Object.keys(shapes).join(", ");
    throw new UsageError(`${where} must return an object whose kind is one of ${kinds}.`);
  }
  const parsed = shapes[kind as Expectation["kind"]].safeParse(value);
  if (parsed.success) return value as Expectation;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    where: [`${where}, kind ${kind}`, ...path.map(String)].join("."),
    message,
  }));
  throw new UsageError("Nothing was run.", faults);
}
