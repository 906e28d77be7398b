// What every page must be, whatever it shows: without a complaint, a request or a fault that axe knows of.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Opened } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Closes it. */
export async function atPeace({ page, complaints, requests }: Opened): Promise<void> {
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
  await page.close();
}

/** Evaluated as a debugger does: the page's own policy lets no other script in. */
export async function faultsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
}
