// `matrix work <url>`: runs cells that `matrix --queue` enqueues, on this machine and as many others as there are.
import { join, resolve } from "node:path";
import type { CommandSpec, Io } from "./command.ts";
import { continuedParts } from "./continued-parts.ts";
import { flagIn, numberIn, refuseBeside, textIn } from "./given.ts";
import { addPlace, outputDirectory, wholeNumber, withResolvedPaths } from "./options.ts";
import { addQueue, addressIn, withoutQueue } from "./queued.ts";

/** Below the output directory: what a worker keeps while it works. */
export const workFolder = ".work";

export const work: CommandSpec = {
  name: "work",
  summary: "run cells of a queue on this machine, for runs with --queue on any other",
  define(command) {
    command.argument("[url]", "the queue's PostgreSQL URL (default: MATRIX_QUEUE)");
    command
      .option("-j, --workers <count>", "cells at once", wholeNumber, 1)
      .option("--pi <path>", "this machine's pi, where a run's is not the bundled one")
      .option("--once", "end when the runs that were served are over");
    addQueue(command);
    addPlace(command);
    command.addHelpText("after", notes);
  },
  async execute([url], options, io, program) {
    if (url !== undefined) refuseBeside("the queue's address", ["queue"], "work", program);
    const { work: serve } = await import("../queue/worker.ts");
    const address = await addressIn(url ?? textIn(options, "queue"));
    const own = withoutQueue(io);
    const { pi } = withResolvedPaths({ pi: textIn(options, "pi") ?? "" }, io);
    const world = await io.world();
    const output = join(await outputDirectory(options, io), workFolder);
    const named = textIn(options, "config");
    const config = named === undefined ? null : resolve(io.workingDirectory, named);
    const cells = await serve({
      address,
      world,
      cells: numberIn(options, "workers") ?? 1,
      once: flagIn(options, "once") ?? false,
      name: `process ${world.host.pid} of ${world.host.hostname}`,
      pi: pi || null,
      at: own,
      place: placeOf(output, io),
      partsFor: (record) =>
        continuedParts(
          config ? { ...record, config: { ...record.config, file: config } } : record,
          own,
        ),
      signal: io.interruption,
      onNotice: (text) => io.stderr.write(`${address.redact(text)}\n`),
    });
    io.stdout.write(cells === 1 ? "One cell was run here.\n" : `${cells} cells were run here.\n`);
    return io.interruption.aborted ? 130 : 0;
  },
};

const placeOf = (output: string, { systemTemporaryDirectory, userId }: Io) => ({
  output,
  socketDirectory: null,
  systemTemporaryDirectory,
  userId,
  agentDirectory: null,
});

const notes = `
Credentials of live runs are this machine's own: none travels. A worker of another build, pi or Node than the
run's is refused with what differs. What a killed worker left here is cleared when the next one starts here.`;
