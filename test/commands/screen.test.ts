// What is written to a terminal on which a frame is drawn again and again, seen through an emulator.
import xterm from "@xterm/headless";
import { describe, expect, test } from "vitest";
import { inPlace, openScreen } from "../../src/commands/screen.ts";

async function shown(
  work: (screen: ReturnType<typeof openScreen>, at: Emulated) => void | Promise<void>,
) {
  const terminal = new xterm.Terminal({ cols: 20, rows: 8, allowProposedApi: true });
  const at: Emulated = { terminal, settled: () => new Promise((done) => terminal.write("", done)) };
  const screen = openScreen({
    // As a terminal does it: a line feed alone goes down, and the driver adds the carriage return.
    write: (text) => terminal.write(text.replaceAll("\n", "\r\n")),
    get columns() {
      return terminal.cols;
    },
  });
  await work(screen, at);
  await at.settled();
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, index) => active.getLine(index)?.translateToString(true) ?? "",
  );
  const end = lines.findLastIndex((line) => line !== "") + 1;
  return {
    lines: lines.slice(0, end),
    column: active.cursorX,
    line: active.baseY + active.cursorY,
  };
}

interface Emulated {
  readonly terminal: xterm.Terminal;
  settled(): Promise<void>;
}

describe("a screen", () => {
  test("draws a frame in the place of the one before, whichever is higher", async () => {
    const seen = await shown((screen) => {
      screen.draw(["one", "two", "three"]);
      screen.draw(["only"]);
      screen.draw(["a", "b"]);
    });
    expect(seen).toEqual({ lines: ["a", "b"], column: 0, line: 2 });
  });

  test("keeps what is printed above it, in order, beyond the height of the terminal", async () => {
    const printed = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const seen = await shown((screen) => {
      for (const line of printed) {
        screen.print(line);
        screen.draw(["\u001b[31mframe\u001b[39m", line]);
      }
    });
    expect(seen.lines).toEqual([...printed, "frame", "line 29"]);
  });

  test("takes its frame away and leaves the cursor at the start of a line", async () => {
    const seen = await shown((screen) => {
      screen.print("said\n");
      screen.draw(["one", "two"]);
      screen.clear();
      screen.clear();
    });
    expect(seen).toEqual({ lines: ["said"], column: 0, line: 1 });
  });

  test.each([
    [12, 8],
    [7, 8],
    [40, 8],
  ])(
    "leaves nothing of a frame behind where the terminal becomes %i wide",
    async (columns, rows) => {
      const seen = await shown(async (screen, { terminal, settled }) => {
        screen.print("said");
        screen.draw(["0123456789abcdefghi", "short"]);
        await settled();
        terminal.resize(columns, rows);
        screen.draw(["next"]);
      });
      expect(seen.lines).toEqual(["said", "next"]);
    },
  );

  test("draws below what was written by others where it is told of it", async () => {
    const seen = await shown((screen, { terminal }) => {
      screen.draw(["one", "two"]);
      terminal.write("$ fg\r\n");
      screen.forget();
      screen.draw(["three"]);
    });
    expect(seen.lines).toEqual(["one", "two", "$ fg", "three"]);
  });
});

test("a line in the place of another is cut, so that the terminal breaks none of it", async () => {
  const terminal = new xterm.Terminal({ cols: 20, rows: 8, allowProposedApi: true });
  for (const line of ["1000 schedules, 2000 a second", "2000 schedules, 2000 a second", "end"])
    terminal.write(inPlace(line, terminal.cols));
  await new Promise<void>((done) => terminal.write("", done));
  const lines = [0, 1].map((at) => terminal.buffer.active.getLine(at)?.translateToString(true));
  expect(lines).toEqual(["end", ""]);
  expect(inPlace("x".repeat(99), 0)).toBe(`\r\u001b[K${"x".repeat(78)}…`);
});
