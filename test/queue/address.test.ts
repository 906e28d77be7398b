import { describe, expect, test } from "vitest";
import { queueAddress } from "../../src/queue/address.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryDirectory, writeConfig } from "../matrix/place.ts";

const address = "postgres://matrix@db.example:5432/matrix";

describe("a queue's address", () => {
  test.each([
    "",
    "?sslmode=verify-full",
    "?sslmode=no-verify&application_name=matrix&options=-c%20search_path%3Dx",
    "?ssl=true&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem",
    "?host=/run/postgresql&user=matrix&password=x%40y&port=5433",
    "?statement_timeout=1000&lock_timeout=1000&query_timeout=1000",
  ])("is taken with %j", (search) => {
    expect(queueAddress(address + search).url).toBe(address + search);
  });

  test.each([
    ["?odd=params", 'nothing is known of its "odd"; leave it out'],
    ["?sslmod=require", 'nothing is known of its "sslmod" (did you mean sslmode?); leave it out'],
    ["?sslmode=verify-ful", "sslmode is one of disable, prefer, require, verify-ca, verify-full"],
    ["?a=1&b=2", 'its "b"'],
    ["#part", "in a password they are written %3F and %23"],
  ])("is refused with %j", (search, told) => {
    expect(() => queueAddress(address + search)).toThrow(told);
  });

  test("that a password has cut is not repeated", () => {
    for (const sign of ["?", "#"]) {
      const cut = `postgres://matrix:12${sign}hunter@db.example/matrix`;
      expect(() => queueAddress(cut)).toThrow(/^(?!.*hunter)[\s\S]*%3F and %23/);
    }
  });
});

test.each([
  [["--queue", `${address}?odd=1`], 'its "odd"'],
  [["work", `${address}?odd=1`], 'its "odd"'],
  [["work", address, "--queue", address], "--queue: says what the queue's address says"],
])("%j is refused before anybody is asked", async (args, told) => {
  const place = temporaryDirectory();
  writeConfig(place, { targets: ["one/good"] });
  const { code, stdout, stderr } = await inProcess(place, args);
  expect([code, stdout]).toEqual([254, ""]);
  expect(stderr).toContain(told);
  expect(stderr).not.toContain("cannot be used");
});
