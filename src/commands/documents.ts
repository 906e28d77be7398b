// One result in several forms: what `--reporter <name[=file]>` means to a command that reports no run.
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { UsageError } from "../world/usage-error.ts";
import type { Io } from "./command.ts";
import { type Options, textsIn } from "./given.ts";
import { collect } from "./options.ts";

export interface Form<Name extends string> {
  readonly name: Name;
  /** Absolute; null for standard output. */
  readonly file: string | null;
}

/** The first name is what is printed where nothing else is. */
export function addForms(command: Command, names: readonly string[]): void {
  const told = `${names.join(", ")}; printed, or written to the file (repeatable; default: ${names[0]})`;
  command.addOption(new Option("--reporter <name[=file]>", told).argParser(collect));
}

/** @throws UsageError for a name that there is not, for two forms in one place, and where none can be written. */
export async function formsIn<Name extends string>(
  options: Options,
  names: readonly [Name, ...Name[]],
  { workingDirectory }: Pick<Io, "workingDirectory">,
): Promise<readonly Form<Name>[]> {
  const wanted = [
    ...(options.json === true ? ["json"] : []),
    ...(textsIn(options, "reporter") ?? []),
  ];
  const forms = wanted.map((text): Form<Name> => {
    const [, named = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    const name = names.find((each) => each === named);
    if (name === undefined) {
      throw refused(text, `there is no reporter "${named}" here; there is ${names.join(", ")}`);
    }
    if (file === "") throw refused(text, `names no file; write ${name}=<file>`);
    return { name, file: file === undefined ? null : resolve(workingDirectory, file) };
  });
  for (const { file, name } of forms) {
    const [, second] = forms.filter((form) => form.file === file);
    if (second !== undefined) {
      const place = file ?? "standard output";
      throw refused(name, `two reports would go to ${place}; write <name>=<file>`);
    }
  }
  const { refusePlaces } = await import("../matrix/store/write-reports.ts");
  refusePlaces(forms);
  return forms.some(({ file }) => file === null)
    ? forms
    : [{ name: names[0], file: null }, ...forms];
}

const refused = (text: string, message: string) =>
  new UsageError("Nothing is reported.", [{ where: `--reporter ${text}`, message }]);

/** @throws UsageError, StorageError for a file that cannot be written, once everything else is reported. */
export async function writeForms<Name extends string>(
  forms: readonly Form<Name>[],
  render: Readonly<Record<Name, () => string>>,
  io: Io,
): Promise<void> {
  const { writeReports } = await import("../matrix/store/write-reports.ts");
  const texts = forms.map(({ name, file }) => ({ file, text: render[name]() }));
  for (const { file, text } of texts) if (file === null) io.stdout.write(text);
  writeReports(texts.flatMap(({ file, text }) => (file === null ? [] : [{ file, text }])));
}
