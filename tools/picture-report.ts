// Takes the picture of the report that README shows, `docs/report.png`, of a page that `show-report` wrote:
//
//   pnpm matrix --lane canary:released-at-spawn --lane v2 --scenario plain
//   pnpm matrix show-report latest --file report.html && pnpm picture report.html
//
// It needs a Chromium (CHROMIUM names one that is elsewhere).
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page] = process.argv.slice(2);
if (page === undefined) throw new Error("name the page: pnpm picture report.html");

const picture = join(import.meta.dirname, "../docs/report.png");

/** Bytes; a README is read over slow lines, too. */
const most = 200_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // A container's root has no sandbox to give.
  args: ["--no-sandbox"],
});
try {
  const opened = await browser.newPage({ viewport: { width: 1100, height: 860 } });
  await opened.goto(pathToFileURL(resolve(page)).href);
  await opened.waitForSelector("main canvas");
  await opened.screenshot({ path: picture });
} finally {
  await browser.close();
}
const { size } = statSync(picture);
if (size > most) throw new Error(`${picture} has ${size} bytes, and is to have ${most} at most`);
process.stdout.write(`${picture}: ${size} bytes\n`);
