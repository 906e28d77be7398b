import { expect, test } from "vitest";
import { askOnce, askWhoIsThere } from "../../../src/gate/observe/control-socket.ts";
import type { Sockets } from "../../../src/world/world.ts";

/** Somebody who says this line, or nothing; what was sent is kept. */
function answering(line: string | null) {
  const sent: string[] = [];
  let closed = 0;
  const connection = {
    send: async (text: string) => void sent.push(text),
    readLine: async () => line,
    close: () => void closed++,
  };
  const sockets = { connect: async () => ({ kind: "connected", connection }) };
  return { sockets: sockets as unknown as Sockets, sent, closed: () => closed };
}

const response = (fields: object) => JSON.stringify({ type: "response", success: true, ...fields });

test("says its command in one line, and hangs up", async () => {
  const { sockets, sent, closed } = answering(response({ data: { idle: true } }));
  const heard = await askOnce(sockets, "/a.sock", { command: "get_info" }, 10);
  expect(heard).toEqual({ kind: "yes", data: { idle: true } });
  expect(sent).toEqual(['{"type":"get_info","command":"get_info"}\n']);
  expect(closed()).toBe(1);
});

test.each([
  ["nothing", null, "no-answer"],
  ["half a line", '{"type":"resp', "malformed"],
  ["null", "null", "malformed"],
  ["a list", "[]", "malformed"],
  ["no response", '{"type":"event","success":true}', "malformed"],
  ["a success that is a word", '{"type":"response","success":"true"}', "malformed"],
  ["a success without a session id", response({ data: { pid: 7 } }), "malformed"],
  ["a refusal", response({ success: false, error: "busy" }), "answered"],
])("knows nobody by %s", async (_what, line, failure) => {
  const { sockets } = answering(line);
  expect(await askWhoIsThere(sockets, "/a.sock", 10)).toEqual({ answer: null, failure });
});

test("gives the session id and the process as they were said", async () => {
  const said = answering(response({ data: { sessionId: "other", pid: 7 } }));
  const { answer } = await askWhoIsThere(said.sockets, "/a.sock", 10);
  expect(answer).toEqual({ sessionId: "other", pid: 7 });
  const silent = answering(response({ data: { sessionId: "other", pid: "7" } }));
  expect((await askWhoIsThere(silent.sockets, "/a.sock", 10)).answer?.pid).toBe(null);
});

test("hands on why there was no connection", async () => {
  const sockets = { connect: async () => ({ kind: "failed", code: "ECONNREFUSED" }) };
  const heard = await askOnce(sockets as Sockets, "/a.sock", { command: "get_info" }, 10);
  expect(heard).toEqual({ kind: "nothing", because: "ECONNREFUSED" });
});
