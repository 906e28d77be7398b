// What may follow which word, the same for every shell. Pure.
import type { DescribedArgument, DescribedCommand, DescribedOption } from "./described.ts";

/** Names that no option lists by itself. */
export interface Names {
  readonly targets: readonly string[];
  readonly lanes: readonly string[];
  readonly scenarios: readonly string[];
  readonly histories: readonly string[];
  readonly claims: readonly string[];
  readonly canaries: readonly string[];
  readonly reporters: readonly string[];
}

export interface Values {
  readonly words: readonly string[];
  readonly paths: "files" | "directories" | "none";
}

export const programs = ["resume-matrix", "matrix"] as const;

/** A shell reads these as they are: no quote, no blank, nothing that it would expand. */
const isPlain = (word: string) => /^[\w.,/:@+=-]+$/.test(word);

const listed = (words: readonly string[]): Values => ({
  words: [...new Set(words)].filter(isPlain),
  paths: "none",
});

const none: Values = { words: [], paths: "none" };

const byOption: Readonly<Record<string, keyof Names>> = {
  "--target": "targets",
  "--lane": "lanes",
  "--scenario": "scenarios",
  "--history": "histories",
  "--claim": "claims",
  "--reporter": "reporters",
};

const byPlaceholder: Readonly<Record<string, Values>> = {
  file: { words: [], paths: "files" },
  path: { words: [], paths: "files" },
  directory: { words: [], paths: "directories" },
  run: { words: ["latest"], paths: "directories" },
};

/** What an option takes; null for a flag. */
export function valuesOf(option: DescribedOption, names: Names): Values | null {
  if (option.value === "none") return null;
  if (option.choices.length > 0) return listed(option.choices);
  const list = option.names.flatMap((name) => byOption[name] ?? [])[0];
  return list === undefined ? (byPlaceholder[option.placeholder] ?? none) : listed(names[list]);
}

const byArgument: Readonly<Record<string, Values>> = {
  run: { words: ["latest"], paths: "directories" },
  baseline: { words: ["latest"], paths: "directories" },
  candidate: { words: ["latest"], paths: "directories" },
  session: { words: [], paths: "files" },
  archive: { words: [], paths: "files" },
  file: { words: [], paths: "files" },
  directory: { words: [], paths: "directories" },
};

/** What stands alone after the command's name. */
export function argumentsOf({ arguments: all }: DescribedCommand, names: Names): Values {
  const found = all.map((argument) => valuesOfArgument(argument, names));
  const paths = found.map((each) => each.paths).find((each) => each !== "none");
  return { words: found.flatMap(({ words }) => words), paths: paths ?? "none" };
}

function valuesOfArgument({ name, choices }: DescribedArgument, names: Names): Values {
  if (choices.length > 0) return listed(choices);
  if (name === "name") {
    const { claims, scenarios, histories, lanes, canaries } = names;
    return listed([...claims, ...scenarios, ...histories, ...lanes, ...canaries]);
  }
  return byArgument[name] ?? none;
}

/** Of each command the options that take a value, with what they take. */
export const valuedOptions = (commands: readonly DescribedCommand[], names: Names) =>
  commands.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const values = valuesOf(option, names);
      return values === null ? [] : [{ command: name, option, values }];
    }),
  );
