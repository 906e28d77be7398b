// The options that Commander hands over, read by their kinds and never cast. That one is of another
// kind than its command declares is a mistake of ours, and told by the option's name.
import type { Command } from "commander";
import { ruleModes } from "../loopback/rules/mode.ts";
import { seedModes } from "../matrix/config/config.ts";
import type { Overrides } from "../matrix/run/overlaid.ts";
import { UsageError } from "../world/usage-error.ts";
import type { Reporting } from "./reports.ts";

/** As Commander keeps them: camelCase names. */
export type Options = Readonly<Record<string, unknown>>;

const reader =
  <Value>(kind: string, is: (value: unknown) => value is Value) =>
  (options: Options, name: string): Value | undefined => {
    const value = options[name];
    if (value === undefined || is(value)) return value;
    throw new TypeError(`option ${name} is no ${kind}: ${JSON.stringify(value)}`);
  };

const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

export const textIn = reader("text", isText);
export const textsIn = reader("list of texts", isTexts);
export const numberIn = reader("number", (value) => typeof value === "number");
export const flagIn = reader("flag", (value) => typeof value === "boolean");

/** One of the words that there are. */
export const choiceIn = <Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
): Word | undefined =>
  reader(`one of ${words.join(", ")}`, (value): value is Word =>
    words.some((word) => word === value),
  )(options, name);

/** For an option that has a default. */
export function always<Value>(value: Value | undefined, name: string): Value {
  if (value !== undefined) return value;
  throw new TypeError(`option ${name} has no value`);
}

/**
 * An argument that says what options would say goes before the environment; beside an option of the command line
 * one of the two would count for nothing.
 *
 * @param argument - What the argument is, for the message.
 * @param names - The options that say the same, in camelCase.
 * @throws UsageError naming each of them that stands on the command line.
 */
export function refuseBeside(
  argument: string,
  names: readonly string[],
  command: string,
  program: Command,
): void {
  const own = program.commands.find((each) => each.name() === command);
  const written = own?.options.filter(
    (option) =>
      names.includes(option.attributeName()) &&
      own.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (written === undefined || written.length === 0) return;
  const message = `says what ${argument} says; leave one of them out`;
  throw new UsageError(
    "Nothing was run.",
    written.map(({ long }) => ({ where: long ?? "", message })),
  );
}

type Present<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without those that were not given. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}

/** Of an option that some commands take once and others repeatedly. */
const oneOrMoreIn = (options: Options, name: string): readonly string[] => {
  const value = options[name];
  return typeof value === "string" ? [value] : (textsIn(options, name) ?? []);
};

const seedIn = (options: Options): number | true | undefined =>
  options.shuffle === true ? true : numberIn(options, "shuffle");

/** What selects the cells and says how they are run. */
export function overridesIn(options: Options): Overrides {
  const [pi, ...more] = oneOrMoreIn(options, "pi");
  return present({
    target: textsIn(options, "target"),
    lane: textsIn(options, "lane"),
    scenario: textsIn(options, "scenario"),
    history: textsIn(options, "history"),
    allTargets: flagIn(options, "allTargets"),
    full: flagIn(options, "full"),
    grep: textsIn(options, "grep"),
    grepInvert: textsIn(options, "grepInvert"),
    testList: textIn(options, "testList"),
    shuffle: seedIn(options),
    limit: numberIn(options, "limit"),
    config: textIn(options, "config"),
    workers: numberIn(options, "workers"),
    maxConnections: numberIn(options, "maxConnections"),
    timeout: numberIn(options, "timeout"),
    globalTimeout: numberIn(options, "globalTimeout"),
    repeatEach: numberIn(options, "repeatEach"),
    output: textIn(options, "output"),
    pi,
    pis: pi !== undefined && more.length > 0 ? [pi, ...more] : undefined,
    modelLatency: numberIn(options, "modelLatency"),
    providerRules: choiceIn(options, "providerRules", ruleModes),
    seed: choiceIn(options, "seed", seedModes),
    fidelity: choiceIn(options, "fidelity", ["loopback", "live"]),
    shard: textIn(options, "shard"),
    shardBy: textIn(options, "shardBy"),
  });
}

/** How it is told. */
export function reportingIn(options: Options): Reporting {
  return present({
    json: flagIn(options, "json"),
    verbose: flagIn(options, "verbose"),
    failOnFlaky: flagIn(options, "failOnFlaky"),
    reporter: textsIn(options, "reporter"),
    config: textIn(options, "config"),
    reportAll: flagIn(options, "reportAll"),
  });
}
