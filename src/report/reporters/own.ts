// Whether an entry of a config's `reporters` is a reporter; what is wrong with it, if not. Pure.

import { z } from "zod";
import { callable, exactly, nameText, summaryText } from "../../matrix/config/own-shapes.ts";
import type { Fault } from "../../world/usage-error.ts";
import type { Reporter } from "./reporter.ts";

const shape = exactly<Reporter>(
  {
    name: nameText,
    summary: summaryText,
    file: z.string("must be a string: a path").min(1, "must not be empty").optional(),
    brief: z.boolean("must be true or false").optional(),
    appends: z
      .strictObject(
        { variable: z.string().min(1), mostBytes: z.int().positive(), render: callable },
        "must be { variable, mostBytes, render(summary, options) }",
      )
      .optional(),
    render: callable,
    parts: callable.optional(),
  },
  "must be a reporter made with defineReporter",
);

/** None where it is one whose name is free. */
export function faultsOfReporter(
  entry: object,
  where: string,
  others: readonly Pick<Reporter, "name">[],
): readonly Fault[] {
  const parsed = shape.safeParse(entry);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({
      where: [where, ...path.map(String)].join("."),
      message,
    }));
  }
  const { name } = parsed.data as unknown as Reporter;
  if (others.every((other) => other.name !== name)) return [];
  return [{ where: `${where}.name`, message: `"${name}" is taken; choose another` }];
}
