import { expect, test } from "vitest";
import { heldParts } from "../../../src/agents/pi/held.ts";

const target = { provider: "anthropic", model: "claude-sonnet-5", wireApi: "anthropic-messages" };
const own = { provider: "anthropic", model: "claude-sonnet-5", api: "anthropic-messages" };

interface Line {
  readonly id: string;
  readonly parentId: string | null;
  readonly type: string;
  readonly [field: string]: unknown;
}

const says = (id: string, parentId: string | null, message: object): Line => {
  return { type: "message", id, parentId, message };
};
const user = (id: string, parentId: string | null, text: string) =>
  says(id, parentId, { role: "user", content: [{ type: "text", text }] });
const reply = (id: string, parentId: string, content: readonly object[], more: object = {}) =>
  says(id, parentId, { role: "assistant", ...own, content, stopReason: "stop", ...more });
const result = (id: string, parentId: string, text: string, isError = false) =>
  says(id, parentId, { role: "toolResult", content: [{ type: "text", text }], isError });
const thought = (thinkingSignature: string) => ({
  type: "thinking",
  thinking: "",
  thinkingSignature,
});

const fileOf = (...lines: readonly Line[]) =>
  [{ type: "session", id: "s", cwd: "/", version: 3 }, ...lines]
    .map((l) => JSON.stringify(l))
    .join("\n");

const told = (...lines: readonly Line[]) =>
  heldParts(fileOf(...lines), target).map(({ kind, entryId, texts }) => [kind, entryId, texts[0]]);

test("prompts, results, images and seals are held, in their order", () => {
  const picture = { type: "image", data: "UE5H", mimeType: "image/png" };
  const seen = says("d", "c", { role: "toolResult", content: [picture] });
  const call = { type: "toolCall", thoughtSignature: "seal-2" };
  expect(
    told(
      user("a", null, "Look."),
      reply("b", "a", [thought("seal-1"), call]),
      result("c", "b", "one"),
      seen,
    ),
  ).toEqual([
    ["prompt", "a", "Look."],
    ["signature", "b", "seal-1"],
    ["signature", "b", "seal-2"],
    ["result", "c", "one"],
    ["image", "d", "UE5H"],
  ]);
});

test("a picture may be left to words where the model sees none", () => {
  const picture = { type: "image", data: "UE5H", mimeType: "image/png" };
  const [part] = heldParts(fileOf(says("a", null, { role: "user", content: [picture] })), target);
  expect(part?.texts).toContain("data:image/png;base64,UE5H");
  expect(part?.texts).toContain("(image omitted: model does not support images)");
});

test("what a tool gave back in blocks may be joined, and a failure marked", () => {
  const content = ["one", "two"].map((text) => ({ type: "text", text }));
  const line = says("a", null, { role: "toolResult", content, isError: true });
  const [part] = heldParts(fileOf(line), target);
  expect(part?.texts).toEqual(["one\ntwo", "[tool error] one\ntwo", "one"]);
});

test("nothing is held of blank words, nor of a reply that failed or is another model's", () => {
  const seal = [thought("seal")];
  expect(
    told(
      user("a", null, "Hello."),
      reply("b", "a", seal, { stopReason: "error" }),
      reply("c", "b", seal, { stopReason: "aborted" }),
      reply("d", "c", seal, { model: "another" }),
      reply("e", "d", seal, { api: "another" }),
      reply("f", "e", seal, { provider: "another" }),
      result("g", "f", " \n"),
    ),
  ).toEqual([["prompt", "a", "Hello."]]);
});

test("a seal that is a whole item counts by its sealed part, and a field's name is none", () => {
  const item = JSON.stringify({ type: "reasoning", id: "rs_1", encrypted_content: "sealed" });
  const lines = [
    user("a", null, "x"),
    reply("b", "a", [thought(item), thought("reasoning_content")]),
  ];
  const seals = heldParts(fileOf(...lines), target).filter(({ kind }) => kind === "signature");
  expect(seals.map(({ texts }) => texts)).toEqual([[item, "sealed"]]);
});

test("the last entry's branch is held, and no other", () => {
  expect(told(user("a", null, "first"), user("b", "a", "left"), user("c", "a", "right"))).toEqual([
    ["prompt", "a", "first"],
    ["prompt", "c", "right"],
  ]);
});

test("a lost line takes nothing away from what stands before it", () => {
  expect(told(user("a", null, "first"), user("c", "lost", "last"))).toEqual([
    ["prompt", "a", "first"],
    ["prompt", "c", "last"],
  ]);
});

test("a parent that comes later leads nowhere", () => {
  expect(told(user("a", "b", "first"), user("b", "a", "last"))).toEqual([
    ["prompt", "a", "first"],
    ["prompt", "b", "last"],
  ]);
});

test("a summary stands for what came before the entries that were kept", () => {
  const summary = { type: "compaction", id: "c", parentId: "b", firstKeptEntryId: "b" };
  const lines = [user("a", null, "first"), user("b", "a", "kept"), summary, user("d", "c", "last")];
  expect(told(...lines)).toEqual([
    ["prompt", "b", "kept"],
    ["prompt", "d", "last"],
  ]);
  expect(
    told(
      lines[0] as Line,
      lines[1] as Line,
      { ...summary, firstKeptEntryId: "z" },
      lines[3] as Line,
    ),
  ).toEqual([["prompt", "d", "last"]]);
});

test("an entry that was edited away is not held", () => {
  const edit = { type: "context_edit", id: "c", parentId: "b", targetId: "b", replacement: null };
  expect(told(user("a", null, "first"), user("b", "a", "gone"), edit)).toEqual([
    ["prompt", "a", "first"],
  ]);
});

test("text of a line that is none of pi's is no part of anything", () => {
  expect(heldParts('torn {"a\n[]\nnull\n{"type":"message","id":"a"}', target)).toEqual([]);
});
