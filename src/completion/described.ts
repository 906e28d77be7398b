// The commands and options of the program as data: what completions, and the pages that list every flag, are made of. Pure.
import type { Argument, Command, Option } from "commander";

export interface DescribedOption {
  /** `--workers`, then `-j` where there is one. */
  readonly names: readonly string[];
  /** As the help shows it: `-j, --workers <count>`. */
  readonly flags: string;
  readonly description: string;
  /** `none` for a flag. */
  readonly value: "none" | "optional" | "required";
  /** `count`, of `<count>`; empty for a flag. */
  readonly placeholder: string;
  readonly choices: readonly string[];
  /** Null where the description says what holds, or nothing does. */
  readonly default: string | null;
}

export interface DescribedArgument {
  readonly name: string;
  readonly description: string;
  readonly choices: readonly string[];
}

export interface DescribedCommand {
  readonly name: string;
  readonly summary: string;
  readonly isDefault: boolean;
  readonly usage: string;
  readonly arguments: readonly DescribedArgument[];
  readonly options: readonly DescribedOption[];
}

/** `defaultName` is the command that is meant where none is named. */
export function describeProgram(program: Command, defaultName: string): DescribedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    isDefault: command.name() === defaultName,
    usage: command.usage(),
    arguments: command.registeredArguments.map(describeArgument),
    options: command.options.map(describeOption),
  }));
}

const describeArgument = (argument: Argument): DescribedArgument => ({
  name: argument.name(),
  description: argument.description,
  choices: argument.argChoices ?? [],
});

function describeOption(option: Option): DescribedOption {
  const { long, short, flags, description, required, optional, argChoices, defaultValue } = option;
  const [, placeholder = ""] = /[<[](.+?)(?:\.\.\.)?[>\]]$/.exec(flags) ?? [];
  const isTold = defaultValue === undefined || typeof defaultValue === "boolean";
  const value = optional ? "optional" : "none";
  return {
    names: [long, short].flatMap((name) => name ?? []),
    flags,
    description,
    value: required ? "required" : value,
    placeholder,
    choices: argChoices ?? [],
    default: isTold ? null : String(defaultValue),
  };
}
