// `matrix verify <archive>`: makes everything that an archive says again from the evidence in it.
import { resolve } from "node:path";
import { printable } from "../world/printable.ts";
import type { CommandSpec } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { numberIn } from "./given.ts";
import { keyFile } from "./key-file.ts";
import { pathText, wholeNumber } from "./options.ts";
import { replayWords } from "./replay-words.ts";

/** Of what an archive unpacks to: a hundred thousand cells fit four times. */
const usualBytes = 32 * 1024 ** 3;

export const verify: CommandSpec = {
  name: "verify",
  summary: "say whether all that a packed archive says follows from the evidence in it; offline",
  define(command) {
    command.argument("<archive>", "an archive of `matrix pack`");
    command
      .option("--config <file>", "config file (default: matrix.config.ts)", pathText)
      .option("--key <pem>", "require a signature by this public Ed25519 key", pathText)
      .option("--max-bytes <n>", "refuse what unpacks to more (default: 32 GiB)", wholeNumber)
      .addHelpText("after", "\nExit codes: 0 identical, 1 something differs, 254 no archive.");
  },
  async execute([named = ""], options, io) {
    const [{ verifyArchive }, { publicKeyIn }] = await Promise.all([
      import("../pack/verify.ts"),
      import("../pack/dsse.ts"),
    ]);
    const pem = await keyFile(options, "key", io);
    const key = pem === null ? null : publicKeyIn(pem, "--key");
    const parts = await configuredParts(options, io);
    const archive = resolve(io.workingDirectory, named);
    const mostBytes = numberIn(options, "maxBytes") ?? usualBytes;
    const temporaryDirectory = io.systemTemporaryDirectory;
    const verified = await verifyArchive({ archive, temporaryDirectory, mostBytes, key }, parts);
    for (const notice of verified.notices) io.stderr.write(`${printable(notice)}\n`);
    const { differences, runs, files, replays } = verified;
    const what = `${runs.join(", ")}; ${files} files${replayWords(replays)}`;
    if (differences.length === 0) {
      io.stdout.write(`identical: ${what}${key === null ? "" : ", signature good"}\n`);
      return 0;
    }
    io.stdout.write(`different: ${what}\n${differences.map((text) => `  ${text}\n`).join("")}`);
    return 1;
  },
};
