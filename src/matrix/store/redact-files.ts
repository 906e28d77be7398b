// Takes secrets out of what a cell's processes wrote themselves, before it is kept: sessions, records, output.
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Every regular file below; a link is not followed. One that cannot be read or written is removed. */
export function redactFiles(directory: string, redact: (text: string) => string): void {
  for (const name of namesIn(directory)) {
    const path = join(directory, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) redactFiles(path, redact);
    else if (stat.isFile()) redactFile(path, redact);
  }
}

/** A scenario may have closed a directory of its own. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function redactFile(path: string, redact: (text: string) => string): void {
  try {
    // What is no text stays as it is: each byte is a character of its own.
    const text = readFileSync(path, "latin1");
    const clean = redact(text);
    if (clean !== text) writeFileSync(path, clean, "latin1");
  } catch {
    rmSync(path, { force: true });
  }
}
