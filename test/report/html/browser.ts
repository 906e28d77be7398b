// A real Chromium with a page of the report, as a person's would open it: from a file, with no
// network. What the page says on its console, and whatever it asks for, is kept.
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { TestContext } from "vitest";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const path = process.env.CHROMIUM ?? places.find(existsSync);

/** For `beforeEach`: without a browser a test is skipped, and says why. */
export const needsBrowser = ({ skip }: TestContext): void =>
  skip(path === undefined, `no Chromium: apt-get install chromium, or name one in CHROMIUM`);

/** Null where there is none. A container's root has no sandbox to give. */
export const launch = async (): Promise<Browser | null> =>
  path === undefined ? null : chromium.launch({ executablePath: path, args: ["--no-sandbox"] });

export interface Opened {
  readonly page: Page;
  /** Warnings and errors of the console, and what was thrown. */
  readonly complaints: string[];
  /** Addresses besides the file itself. */
  readonly requests: string[];
}

/** For anything that is to appear. */
const patienceMs = 15_000;

export interface Look {
  readonly hash?: string;
  readonly width?: number;
  readonly scheme?: "light" | "dark";
}

export async function open(
  browser: Browser | null,
  html: string,
  look: Look = {},
): Promise<Opened> {
  if (browser === null) throw new Error("no browser was launched");
  const { hash = "", width = 1200, scheme = "light" } = look;
  const file = join(mkdtempSync(join(tmpdir(), "rm-page-")), "report.html");
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && url !== "data:,") requests.push(url);
  });
  await page.goto(address + hash);
  await page.waitForSelector("main");
  return { page, complaints, requests };
}
