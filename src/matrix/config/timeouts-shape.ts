// What a duration in a config must be: those of the phases, and any other.
import { z } from "zod";
import type { Timeouts } from "../../evidence/cell.ts";
import { defaultTimeouts, longestTimeoutMs } from "./config.ts";

const tooLong = `must be at most ${longestTimeoutMs}: a longer timer would end at once`;
const anyMilliseconds = z.number("must be a number of milliseconds").max(longestTimeoutMs, tooLong);

export const milliseconds = anyMilliseconds.nonnegative("must not be negative");
export const bound = anyMilliseconds.positive("must be more than 0");

/** Each phase that is left out has its default. */
export const allTimeouts = z.strictObject(
  forEachPhase((name) => bound.default(defaultTimeouts[name])),
);

/** Of some phases. */
export const someTimeouts = z.strictObject(
  forEachPhase(() => bound.exactOptional()),
  `must be an object with some of ${Object.keys(defaultTimeouts).join(", ")}, in milliseconds`,
);

function forEachPhase<Shape extends z.ZodType>(shapeOf: (name: keyof Timeouts) => Shape) {
  const names = Object.keys(defaultTimeouts) as (keyof Timeouts)[];
  return Object.fromEntries(names.map((name) => [name, shapeOf(name)])) as {
    [Name in keyof Timeouts]: Shape;
  };
}
