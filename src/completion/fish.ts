// Completion for fish. Pure.
import { argumentsOf, type Names, programs, type Values, valuesOf } from "./completed.ts";
import type { DescribedCommand, DescribedOption } from "./described.ts";

/** To be sourced: `resume-matrix completion fish | source`. */
export function fish(commands: readonly DescribedCommand[], names: Names): string {
  const all = commands.map(({ name }) => name).join(" ");
  const lines = programs.flatMap((program) => [
    `complete -c ${program} -f`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ${program} -n "__fish_use_subcommand" -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap((command) => {
      const seen = `__fish_seen_subcommand_from ${command.isDefault ? all : command.name}`;
      const when = command.isDefault
        ? `not ${seen}; or __fish_seen_subcommand_from ${command.name}`
        : seen;
      const start = `complete -c ${program} -n "${when}"`;
      const argument = argumentsOf(command, names);
      return [
        ...(command.isDefault ? [] : [`${start}${valuesText(argument)}`]),
        ...command.options.map((option) => `${start} ${optionText(option, names)}`),
      ];
    }),
  ]);
  return `# fish completion for resume-matrix: resume-matrix completion fish | source\n${lines.join("\n")}\n`;
}

function optionText(option: DescribedOption, names: Names): string {
  const said = option.names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const values = valuesOf(option, names);
  // Only where files are meant are files offered besides.
  const mode = values?.paths === "none" ? "-x" : "-r";
  const takes =
    values === null || option.value === "optional" ? "" : ` ${mode}${valuesText(values)}`;
  return `${said.join(" ")}${takes} -d ${quoted(option.description)}`;
}

/** Directories are completed among files, too: fish has no option of that kind. */
function valuesText({ words, paths }: Values): string {
  return `${paths === "none" ? "" : " -F"}${words.length > 0 ? ` -a ${quoted(words.join(" "))}` : ""}`;
}

const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
