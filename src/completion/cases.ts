// The part of a completion that bash and zsh write alike: a `case` over the command and the option before the word. Pure.
import { argumentsOf, type Names, type Values, valuedOptions } from "./completed.ts";
import type { DescribedCommand } from "./described.ts";

export interface Case {
  /** Patterns of `case`, such as `"run --target"`. */
  readonly patterns: readonly string[];
  readonly values: Values;
}

/** Options that take the same stand together. An option whose value is optional may also be a flag. */
export function optionCases(commands: readonly DescribedCommand[], names: Names): readonly Case[] {
  const all = valuedOptions(commands, names).filter(({ option }) => option.value === "required");
  const groups = Map.groupBy(all, ({ values }) => JSON.stringify(values));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const patterns = group.flatMap(({ command, option }) =>
      option.names.map((name) => `"${command} ${name}"`),
    );
    return [{ patterns, values: first.values }];
  });
}

export const argumentCases = (
  commands: readonly DescribedCommand[],
  names: Names,
): readonly Case[] =>
  commands
    .map((command) => ({
      patterns: [`"${command.name}"`],
      values: argumentsOf(command, names),
    }))
    .filter(({ values }) => values.words.length > 0 || values.paths !== "none");

export const namesOfOptions = ({ options }: DescribedCommand): readonly string[] => [
  ...options.flatMap((option) => option.names),
  "--help",
];
