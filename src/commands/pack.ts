// `matrix pack <run>…`: puts recorded runs into one archive that anybody can verify.
import { resolve } from "node:path";
import { printable } from "../world/printable.ts";
import type { CommandSpec } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { textIn } from "./given.ts";
import { keyFile } from "./key-file.ts";
import { addPlace, outputDirectory, pathText } from "./options.ts";
import { replayWords } from "./replay-words.ts";

export const pack: CommandSpec = {
  name: "pack",
  summary: "put recorded runs into one archive, with what they were judged to",
  define(command) {
    command.argument("[run...]", "runs' directories or names (default: latest)");
    addPlace(command);
    command
      .option("--to <file>", "the archive (default: <first run>.tar.gz)", pathText)
      .option(
        "--sign <pem>",
        "sign its in-toto statement with this private Ed25519 key (DSSE)",
        pathText,
      );
  },
  async execute(named, options, io) {
    const { keepHeapSmall } = await import("../world/node/small-heap.ts");
    keepHeapSmall();
    const [
      { packRuns },
      { findRunDirectory },
      { privateKeyIn },
      { refuseRunning },
      { requireRunRecord },
    ] = await Promise.all([
      import("../pack/pack.ts"),
      import("../matrix/store/find-run.ts"),
      import("../pack/dsse.ts"),
      import("../matrix/store/is-alive.ts"),
      import("../matrix/store/run-record.ts"),
    ]);
    const pem = await keyFile(options, "sign", io);
    const key = pem === null ? null : privateKeyIn(pem, "--sign");
    const parts = await configuredParts(options, io);
    const output = await outputDirectory(options, io);
    const directories = (named.length > 0 ? named : ["latest"]).map((name) =>
      findRunDirectory(name, output, io.workingDirectory),
    );
    for (const directory of directories) await refuseRunning(directory, await io.world());
    const runs = directories.map((directory) => requireRunRecord(directory).run);
    const file = textIn(options, "to") ?? `${runs[0]}.tar.gz`;
    const archive = resolve(io.workingDirectory, file);
    const packed = await packRuns({ directories, archive, key }, parts);
    for (const notice of packed.notices) io.stderr.write(`${printable(notice)}\n`);
    const signed = key === null ? "" : ", signed";
    io.stdout.write(
      `${file}: ${packed.runs.join(", ")}; ${packed.files} files${replayWords(packed.replays)}${signed}\n`,
    );
    return 0;
  },
};
