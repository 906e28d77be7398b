import { expect, test } from "vitest";
import { asSkipped, lookOrNote } from "../../../src/gate/observe/passed-over.ts";

const failing = (code: string) => Object.assign(new Error(`${code}: no`), { code });

test("notes a file that cannot be read, and goes on without it", async () => {
  const noted: unknown[] = [];
  const look = () => Promise.reject(failing("EACCES"));
  expect(await lookOrNote("/a", (skipped) => noted.push(skipped), look)).toBe(null);
  expect(noted).toEqual([{ path: "/a", because: "EACCES: no" }]);
});

test.each(["EMFILE", "ENFILE", "ENOMEM", "EAGAIN"])(
  "lets %s through: it is no file's own",
  (code) => {
    expect(asSkipped("/a", failing(code))).toBe(null);
  },
);

test("lets through an error that is none of the disk's", async () => {
  const look = () => Promise.reject(new TypeError("bug"));
  await expect(lookOrNote("/a", () => undefined, look)).rejects.toThrow("bug");
});
