import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openerFor, openForAPerson } from "../../../src/world/node/opener.ts";
import { temporaryDirectory } from "../../matrix/place.ts";

test("a file is opened with what the system has for it, where there is a screen", () => {
  expect(openerFor("darwin", {})).toBe("open");
  expect(openerFor("linux", { DISPLAY: ":0" })).toBe("xdg-open");
  expect(openerFor("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe("xdg-open");
  expect(openerFor("linux", { DISPLAY: "" })).toBeNull();
});

test("the opener is given the path alone, and a missing one is told", async () => {
  const place = temporaryDirectory();
  const opener = join(place, "xdg-open");
  writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > "$0.told"\n`);
  chmodSync(opener, 0o700);
  const environment = { DISPLAY: ":0", PATH: place };
  const file = join(place, "a report.html");
  expect(await openForAPerson(file, environment, "linux")).toBeNull();
  const told = () => existsSync(`${opener}.told`) && readFileSync(`${opener}.told`, "utf8");
  await expect.poll(told).toBe(file);
  const nowhere = { ...environment, PATH: join(place, "nowhere") };
  expect(await openForAPerson(file, nowhere, "linux")).toMatch(/^xdg-open did not start: .*ENOENT/);
  expect(await openForAPerson(file, {}, "linux")).toBe("there is no display");
});
