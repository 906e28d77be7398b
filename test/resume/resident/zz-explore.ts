import { existsSync, statSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { nodeWorld } from "../../../src/world/node.ts";
import { getInfo, sendMessage, ask } from "../../../src/resume/control/client.ts";
import { openLab, until, asking } from "./pi-child.ts";
const { sockets } = nodeWorld();
const sender = { sessionId: "s", agentId: "a", cwd: "/", timestamp: new Date().toISOString() };
const lab = await openLab();
try {
  for (let run = 0; run < Number(process.argv[2] ?? 2); run++) {
    const pi = lab.start();
    const at = () => Math.round(performance.now() - pi.startedAtMs);
    await until("socket", () => existsSync(pi.socketPath) || pi.hasExited());
    const socketMs = at();
    await until("user", () => pi.entries().some(e => e.role === "user") || pi.hasExited());
    const userMs = at();
    await until("settled", async () => { const a = await getInfo(sockets, pi.socketPath, 1000); return (a.kind === "info" && a.info.settledTurns === 1) || pi.hasExited(); });
    const settledMs = at();
    await new Promise(r => setTimeout(r, 300));
    console.log({ socketMs, userMs, settledMs }, JSON.stringify(await getInfo(sockets, pi.socketPath, 1000)));
    if (!pi.hasExited()) {
      console.log((statSync(pi.socketPath).mode & 0o777).toString(8), (statSync(dirname(pi.socketPath)).mode & 0o777).toString(8), readdirSync(dirname(pi.socketPath)));
      let t = performance.now();
      console.log(JSON.stringify(await sendMessage(sockets, pi.socketPath, { text: asking("two", "second"), mode: "follow_up", wantsReply: true, sender }, 5000)), Math.round(performance.now() - t));
      console.log(JSON.stringify(await sendMessage(sockets, pi.socketPath, { text: asking("three", "third"), mode: "steer", wantsReply: false, sender }, 5000)));
      console.log(JSON.stringify(await sendMessage(sockets, pi.socketPath, { text: asking("four", "fourth"), mode: "follow_up", wantsReply: true, sender }, 5000)));
      console.log(JSON.stringify(await ask(sockets, pi.socketPath, { command: "get_message", id: "x" }, 5000)));
      t = performance.now();
      pi.process.kill((["SIGTERM", "SIGINT", "SIGHUP"] as const)[run % 3]);
      console.log(JSON.stringify(await pi.exited), existsSync(pi.socketPath), Math.round(performance.now() - t));
    } else console.log(await pi.exited);
    console.log(pi.entries().map(e => `${e.role}:${e.text.slice(0, 20)}:${e.stopReason}`));
    console.log(pi.errors(), pi.events().map(e => e.type).join(" "));
  }
} finally { await lab.close(); }
