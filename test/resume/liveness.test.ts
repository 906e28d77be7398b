import { symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { controlSocketPath } from "../../src/formats/places.ts";
import { inspectSocket } from "../../src/resume/liveness.ts";
import { createScene, gardenId, peer, type Scene, withConnects } from "./scene.ts";

const pathOf = ({ directories }: Scene) => controlSocketPath(directories.sockets, gardenId);

async function listening<T>(path: string, work: () => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("a control socket", () => {
  test("is never looked for under what is no garden id", () => {
    expect(() => controlSocketPath("/run", "x/../y")).toThrow(RangeError);
  });

  test("on which somebody accepts is live", async () => {
    const scene = createScene();
    const path = pathOf(scene);
    const seen = await listening(path, () => inspectSocket(scene.world, path, 5_000));
    expect(seen).toEqual({ path, kind: "socket", liveness: "live", code: null });
  });

  test("that is not there is dormant", async () => {
    const scene = createScene();
    const seen = await inspectSocket(scene.world, pathOf(scene), 5_000);
    expect(seen).toMatchObject({ kind: "missing", liveness: "dormant", code: "ENOENT" });
  });

  test.each([
    ["ECONNREFUSED", "dormant"],
    ["ENOENT", "dormant"],
    ["ETIMEDOUT", "indeterminate"],
    ["EACCES", "indeterminate"],
    ["EAGAIN", "indeterminate"],
    ["ECONNRESET", "indeterminate"],
    ["UNKNOWN", "indeterminate"],
  ])("that gives %s is %s", async (code, liveness) => {
    const scene = createScene();
    const path = pathOf(scene);
    const { world } = withConnects(scene.world, code);
    const seen = await listening(path, () => inspectSocket(world, path, 5_000));
    expect(seen).toEqual({ path, kind: "socket", liveness, code });
  });

  test("is closed again once it has accepted", async () => {
    const scene = createScene();
    const path = pathOf(scene);
    let closed = 0;
    const connection = { ...peer(null).connection, close: () => void closed++ };
    const { world } = withConnects(scene.world, connection);
    await listening(path, () => inspectSocket(world, path, 5_000));
    expect(closed).toBe(1);
  });

  test("that is a link, a file or a directory is never connected to", async () => {
    const scene = createScene();
    const { world, paths } = withConnects(scene.world, peer(null).connection);
    const link = pathOf(scene);
    const real = `${scene.directories.sockets}/real`;
    symlinkSync(real, link);
    const seen = await listening(real, () => inspectSocket(world, link, 5_000));
    expect(seen).toMatchObject({ kind: "symlink", liveness: "indeterminate" });
    const file = `${scene.directories.sockets}/file`;
    writeFileSync(file, "");
    for (const path of [file, scene.directories.sockets]) {
      const other = await inspectSocket(world, path, 5_000);
      expect(other).toMatchObject({ kind: "other", liveness: "indeterminate" });
    }
    expect(paths).toEqual([]);
  });
});
