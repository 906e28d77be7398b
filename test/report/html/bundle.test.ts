// The bundle that is committed is the one that its sources give.
import { expect, test } from "vitest";
import { bundleReport, current } from "../../../tools/bundle-report.ts";

test("is current; `pnpm bundle` writes it", async () => {
  expect((await bundleReport()) === current()).toBe(true);
});
