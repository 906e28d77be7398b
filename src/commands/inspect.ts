// `matrix inspect <session>`: says what is in a session file and what would become of it on resume.
// It runs nothing.
import { resolve } from "node:path";
import type { CommandSpec } from "./command.ts";
import { flagIn, textIn } from "./given.ts";
import { pathText } from "./options.ts";

export const inspect: CommandSpec = {
  name: "inspect",
  summary: "say what is in a session file and what its resume would send; runs nothing",
  define(command) {
    command.argument("<session>", "a session file of pi");
    command.option(
      "--redact <file>",
      "write a copy of the same shape without a word of yours, to be sent with a report",
      pathText,
    );
    command.option("--json", "print one JSON object and nothing else on standard output");
  },
  async execute([named = ""], options, io) {
    const [{ builtIn }, { renderInspection }, { keepHeapSmall }] = await Promise.all([
      import("../agents/index.ts"),
      import("../report/inspection.ts"),
      import("../world/node/small-heap.ts"),
    ]);
    keepHeapSmall();
    const path = resolve(io.workingDirectory, named);
    const inspection = await builtIn.sessions.inspect(path);
    const copy = textIn(options, "redact");
    if (copy !== undefined) {
      await builtIn.sessions.redact(path, resolve(io.workingDirectory, copy));
      io.stderr.write(`${copy}: ${whatStays}\n`);
    }
    const json = flagIn(options, "json") ?? false;
    io.stdout.write(json ? `${JSON.stringify(inspection)}\n` : renderInspection(path, inspection));
    return 0;
  },
};

const whatStays =
  "a copy without your words. Names of fields, tools, models and extensions, numbers and times are still in it: look at it before you send it.";
