// A header that leads nowhere, or that the agent itself cannot read. What is written has the length of
// what was there, so that everything behind it stays where it was.
import { basename } from "node:path";
import type { Session } from "../../observe/session.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";

const refusal = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;

const mark = "byte-order-mark";

export const byteOrderMark = defineScenario({
  name: "byte-order-mark",
  summary: "a header that its agent cannot read is refused: the agent would begin the file anew",
  explained: {
    why: "The agent would see no header and begin the file anew: the whole conversation would be gone.",
    causes:
      "Our reader is more tolerant than the agent's own, and calls resumable what the agent is not able to read.",
  },
  faults: [mark],
  covers: ["reject:bad-target"],
  expect: () => refusal,
  act: (stage, session) =>
    withHeader(
      stage,
      session,
      mark,
      (header) => `\ufeff${header.replace(/("timestamp":").../, "$1")}`,
    ),
});

const relative = "relative-directory";

export const relativeDirectory = defineScenario({
  name: "relative-directory",
  summary:
    "a directory that is relative to nobody knows what is refused, wherever the dispatcher is",
  explained: {
    why: "A relative path means another place for each process that reads it.",
    causes: "The path is resolved against the dispatcher's directory.",
  },
  faults: [relative],
  covers: ["reject:bad-target"],
  expect: () => refusal,
  act: (stage, session) =>
    withHeader(stage, session, relative, (header) =>
      header.replace(/"cwd":"(?:[^"\\]|\\.)*"/, (cwd) =>
        `"cwd":"${basename(stage.cell.paths.workingDirectory)}"`.padEnd(cwd.length),
      ),
    ),
});

/** The dispatch meets a changed header; the old one is back afterwards, for its bytes are compared. */
async function withHeader(
  stage: Stage,
  session: Session,
  fault: string,
  change: (header: string) => string,
): Promise<void> {
  const { files } = stage.world;
  const text = await files.readText(session.path);
  const [header = ""] = text.split("\n", 1);
  const changed = change(header);
  stage.record({ type: "fault-armed", fault, detail: changed });
  await files.writeText(session.path, changed + text.slice(header.length));
  const { bytes } = await files.inspect(session.path);
  if (changed !== header && bytes === session.prefixBytes) {
    stage.record({ type: "fault-fired", fault, proof: `${session.path} begins with ${changed}` });
  }
  await dispatchRefused(stage, session, { dispatch: 1 });
  await files.writeText(session.path, text);
}
