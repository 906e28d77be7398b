import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { layoutRun } from "../../../src/matrix/store/run-directory.ts";
import { realPathOf } from "../../../src/world/node/real-path.ts";
import { temporaryDirectory } from "../../matrix/place.ts";

let place = "";
beforeEach(() => {
  place = realpathSync(temporaryDirectory());
  mkdirSync(join(place, "real"));
  symlinkSync("real", join(place, "link"));
});

describe("a path", () => {
  test.each([
    ["is itself where no link leads to it", "real/a/b", "real/a/b"],
    ["is followed through a link", "link", "real"],
    ["is followed as far as it exists", "link/a/b", "real/a/b"],
    ["is meant from the working directory", "./link/../link/a", "real/a"],
  ])("%s", (_, named, real) => {
    expect(realPathOf(named, place)).toBe(join(place, real));
  });

  test("stays as it is named where a link leads nowhere or in a circle", () => {
    symlinkSync("gone", join(place, "dangling"));
    symlinkSync("circle", join(place, "circle"));
    for (const name of ["dangling", "circle"]) {
      expect(realPathOf(`link/../${name}/a`, place)).toBe(join(place, name, "a"));
    }
  });

  test("stays as it is named below what is no directory", () => {
    writeFileSync(join(place, "file"), "");
    expect(realPathOf("file/a", place)).toBe(join(place, "file", "a"));
  });
});

describe("the layout of a run", () => {
  const chance = { wallMs: 0, randomBytes: (count: number) => new Uint8Array(count) };
  const layout = (socketDirectory: string | null) =>
    layoutRun(
      {
        output: join(place, "link", "out"),
        socketDirectory,
        systemTemporaryDirectory: join(place, "link"),
        userId: 7,
        agentDirectory: null,
      },
      chance,
    );

  test("names no link, for its files nor for its sockets", () => {
    const { directory, temporaryDirectory, socketRoot } = layout(null);
    expect(directory.startsWith(join(place, "real", "out"))).toBe(true);
    expect(temporaryDirectory).toBe(join(place, "real", "out", ".cache", "tmp"));
    expect(socketRoot).toBe(join(place, "real", "rm-7", "000000"));
    expect(layout(join(place, "link", "s")).socketRoot).toBe(join(place, "real", "s", "000000"));
  });

  test("does not follow what somebody put in the place of the sockets' own directory", () => {
    mkdirSync(join(place, "theirs"));
    symlinkSync("../theirs", join(place, "real", "rm-7"));
    expect(layout(null).socketRoot).toBe(join(place, "real", "rm-7", "000000"));
  });
});
