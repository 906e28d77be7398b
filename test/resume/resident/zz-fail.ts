import { existsSync } from "node:fs";
import { openLab, asking, until } from "./zz-child.ts";
import { nodeWorld } from "../../../src/world/node.ts";
import { ask, getInfo, sendMessage } from "../../../src/resume/control/client.ts";
const { sockets } = nodeWorld();
const sender = { sessionId: "s", agentId: "a", cwd: "/", timestamp: "t" };
const lab = await openLab();
const pi = lab.start({});
const r = await Promise.race([pi.exited, new Promise(r => setTimeout(() => r("alive"), 4000))]);
console.log(r, pi.errors().trim(), pi.events().map(e=>e.type).slice(-3), JSON.stringify(await getInfo(sockets, pi.socketPath, 500)));
if (r === "alive") { console.log(JSON.stringify(await sendMessage(sockets, pi.socketPath, { text: asking("x", "second"), mode: "follow_up", wantsReply: true, sender }, 5000)));
pi.process.kill("SIGTERM"); console.log(await pi.exited, existsSync(pi.socketPath)); }
console.log(pi.entries().map(e => e.role + e.text.slice(0,12)));
await lab.close();
