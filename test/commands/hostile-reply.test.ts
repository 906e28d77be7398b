// A real pi, whose provider says what would harm a terminal, a page, an XML file or a log: all of it comes out as text.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { faultsInJunit } from "../report/reporters/junit-schema.ts";
import { type Answer, embedded, firstOf, liveAt, saying } from "./own-provider.ts";
import { inTerminal, whyNoTerminal } from "./pseudo-terminal.ts";

const hostile = [
  '<img src=x onerror="alert(1)"><script>alert(2)</script> ]]></failure>',
  "\u001b[31mred\u001b[2J \u001b]8;;http://evil.test\u001b\\here\u001b]8;;\u001b\\ \u001b]52;c;ZXZpbA==\u0007",
  "\u202eright\u2066to\u2069left\u200f",
  "\n::error::x\n##[add-mask]e",
  "word ".repeat(200_000),
].join(" ");

/** The seed is told all of it, the resumed turn is refused with it. Bytes that are no UTF-8 stand in both. */
async function harmful(): Promise<Answer> {
  const ask = await embedded();
  let requests = 0;
  const broken = (text: string) => {
    const [before = "", after = ""] = text.split("BYTES");
    return Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from(after),
    ]);
  };
  return async (request, body, response) => {
    requests += 1;
    if (requests > 1) {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(broken(JSON.stringify({ error: { message: `refused BYTES ${hostile}` } })));
      return;
    }
    const text = await ask(request, body);
    response.writeHead(200, { "content-type": "text/event-stream" });
    const said = [`BYTES ${hostile}`, "\n"].map((piece) => saying(firstOf(text), piece)).join("");
    response.end(broken(`${said}${text}`));
  };
}

/** All that the tool itself has a terminal do: colours, and drawing its own view anew. */
const own = /\u001b\[(?:\d+m|\d+A|J|K)/g;
const obeyed =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test.skipIf(whyNoTerminal !== null)(
  "a hostile provider is told as text on the terminal and in every report",
  async () => {
    const { place, args, environment } = await liveAt(await harmful(), "no-real-key-0123");
    const temporary = join(place, "t");
    mkdirSync(temporary);
    const main = resolve(import.meta.dirname, "../../src/main.ts");
    const command = [process.execPath, "--import", import.meta.resolve("tsx"), main, ...args];
    const run = inTerminal([...command, "--reporter", "table"], {
      directory: place,
      environment: { ...environment, HOME: place, TMPDIR: temporary },
      columns: 120,
      rows: 40,
    });
    await run.ended;
    const shown = run.bytes();
    expect(shown).toContain("▸ seed");
    expect(shown).toContain("refused");
    expect(shown.replace(own, "")).not.toMatch(obeyed);
    const read = (name: string) => readFileSync(join(place, "out", name), "utf8");
    for (const name of ["markdown", "junit", "ctrf", "github", "agent", "summary.md"]) {
      expect(read(name)).toContain("refused");
      expect(read(name)).not.toMatch(obeyed);
    }
    expect(await faultsInJunit(read("junit"))).toEqual([]);
    for (const name of ["json", "ctrf"]) expect(() => JSON.parse(read(name))).not.toThrow();
    expect(read("github")).not.toMatch(/^::error::x|##\[/m);
    expect(read("html")).not.toMatch(/<script>alert|<img src=x/);
  },
  180_000,
);
