// SHA-256 of what the session file holds. Its only use is to check a recorded hash
// against the recorded bytes.
import { createHash } from "node:crypto";

/** Lower-case hexadecimal, over the bytes, or a text's UTF-8 bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
