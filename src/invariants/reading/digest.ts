// SHA-256 of a text as the session file holds it. Its only use is to check a recorded hash
// against the recorded bytes.
import { createHash } from "node:crypto";

/** Lower-case hexadecimal, over the text's UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
