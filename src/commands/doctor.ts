// `matrix doctor`: looks at what a run needs and says what would work here. It runs no cell.
import type { CommandSpec } from "./command.ts";
import { addPlace, withResolvedPaths } from "./options.ts";

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "say what would run here and what would not",
  define(command) {
    addPlace(command);
    command.option("--pi <path>", "the pi to look at (default: the bundled one)");
  },
  async execute(_positional, options, io) {
    const [{ examine }, { renderExamination }, { paintFor }] = await Promise.all([
      import("../matrix/run/doctor.ts"),
      import("../report/doctor.ts"),
      import("./print.ts"),
    ]);
    const [parts, world] = await Promise.all([io.parts(), io.world()]);
    const examination = await examine(withResolvedPaths(options, io), io, parts, world);
    io.stdout.write(renderExamination(examination, paintFor(io.stdout, io)));
    return examination.checks.every(({ ok }) => ok) ? 0 : 1;
  },
};
