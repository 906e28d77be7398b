import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { startActor } from "../../toolbox/actor.ts";
import { needsDecision } from "../../toolbox/needs.ts";
import { placeFile, takeAwayLater } from "../../toolbox/props.ts";

const link = "socket-is-a-link";

export const symlinkedSocket = defineScenario({
  name: "symlinked-socket",
  summary: "a link at the socket's path is never followed, even to somebody who answers",
  explained: {
    why: "A link can lead to another session's socket, or to a stranger's.",
    causes: "The path is opened without looking what stands there.",
  },
  faults: [link],
  covers: ["reject:target-address-conflict"],
  simulated: { scene: { socket: "symlink" } },
  expect: () => ({ kind: "refused", reason: "target-address-conflict", observedLiveness: null }),
  cannotRun: needsDecision,
  async arrange(stage) {
    const path = stage.socketPath;
    stage.record({ type: "fault-armed", fault: link, detail: path });
    for (const prop of [path, `${path}.real`]) takeAwayLater(stage, prop);
    const { child } = await startActor(stage, "forge", path);
    const [found, behind] = await Promise.all(
      [path, `${path}.real`].map((prop) => stage.world.files.inspect(prop)),
    );
    if (found?.kind !== "symlink" || behind?.kind !== "socket") return;
    const proof = `${path} is a link to a socket on which process ${child.identity?.pid} listens`;
    stage.record({ type: "fault-fired", fault: link, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});

const file = "socket-is-a-file";

export const fileForSocket = defineScenario({
  name: "file-for-socket",
  summary: "a plain file at the socket's path is no socket and nobody's to remove",
  explained: {
    why: "What is no socket belongs to somebody; removing it may lose data.",
    causes: "Anything that does not answer is cleaned up before the start.",
  },
  faults: [file],
  covers: ["reject:target-address-conflict"],
  simulated: { scene: { socket: "file" } },
  expect: () => ({ kind: "refused", reason: "target-address-conflict", observedLiveness: null }),
  cannotRun: needsDecision,
  async arrange(stage) {
    const path = stage.socketPath;
    stage.record({ type: "fault-armed", fault: file, detail: path });
    await placeFile(stage, path, "no socket\n");
    const { kind, bytes } = await stage.world.files.inspect(path);
    const proof = `${path} is a ${kind} of ${bytes} bytes`;
    if (kind === "file") stage.record({ type: "fault-fired", fault: file, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});
