// `matrix init [dir]`: the files that a first run needs. It writes over nothing.
import { resolve } from "node:path";
import { printable } from "../world/printable.ts";
import type { CommandSpec } from "./command.ts";
import { flagIn } from "./given.ts";
import { toolVersion } from "./tool-version.ts";

export const init: CommandSpec = {
  name: "init",
  summary: "write a config, a package.json script and a CI workflow; writes over nothing",
  define(command) {
    command
      .argument("[directory]", "where; made where it is missing", ".")
      .option("--dry-run", "say what would be written, and write nothing");
  },
  async execute([named = "."], options, io) {
    const [{ lookAt, refusePlaces, write }, { installFor, planFor }] = await Promise.all([
      import("../scaffold/disk.ts"),
      import("../scaffold/plan.ts"),
    ]);
    const directory = resolve(io.workingDirectory, named);
    const found = lookAt(directory);
    const steps = planFor(found, `^${toolVersion()}`);
    const isDry = flagIn(options, "dryRun") ?? false;
    refusePlaces(directory, steps);
    if (!isDry) write(directory, steps);
    for (const { path, what } of steps) io.stdout.write(`${printable(`${path}: ${what}`)}\n`);
    const isNew = steps.some(({ text }) => text !== null);
    io.stdout.write(`${printable(ending(isDry, isNew, directory, installFor(found)))}\n`);
    return 0;
  },
};

function ending(isDry: boolean, isNew: boolean, directory: string, install: string): string {
  if (!isNew) return "Nothing was written: all of it is there.";
  if (isDry) return `Nothing was written: this is what would be, in ${directory}.`;
  return `Next, in ${directory}: ${install} && npx resume-matrix --scenario plain. Runs are kept in out/, which no commit needs.`;
}
