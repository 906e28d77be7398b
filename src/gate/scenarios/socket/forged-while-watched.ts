import { lastOf } from "../../../evidence/evidence.ts";
import { dispatchOnce } from "../../dispatching.ts";
import { needsResident } from "../../needs.ts";
import { takeAwayLater } from "../../props.ts";
import { defineScenario } from "../../scenario.ts";
import { scriptPath } from "../../script.ts";

const fault = "child-forges-its-socket";

export const forgedWhileWatched = defineScenario({
  name: "forged-while-watched",
  summary: "a child that puts a link at its socket's path and will not die: the lock is retained",
  faults: [fault],
  covers: ["release:spawned", "release:kill-grace-over", "watch:lock-retained/observe-failed"],
  timeouts: { killGraceMs: 800 },
  expect: () => ({ kind: "retained" }),
  cannotRun: needsResident,
  alterLaunch(options, { socketPath, record }) {
    if (options.role !== "resume") return options;
    record({ type: "fault-armed", fault, detail: socketPath });
    const role = "forge-stubborn";
    const command = process.execPath;
    return { ...options, command, arguments: [scriptPath("actors/main"), role, socketPath] };
  },
  async act(stage, session) {
    const path = stage.socketPath;
    for (const prop of [path, `${path}.real`]) takeAwayLater(stage, prop);
    await dispatchOnce(stage, { dispatch: 1 });
    await session.drain();
    const child = stage.children.findLast(({ role }) => role === "resume");
    const { kind } = await stage.world.files.inspect(path);
    const watch = lastOf(stage, "watch-ended");
    if (kind !== "symlink" || !child?.identity || !watch) return;
    const proof = `process ${child.identity.pid} put a ${kind} at ${path}; the watch ended ${watch.outcome.kind}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
});
