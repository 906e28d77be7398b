// The garden id: the one name of a session, in its file's header, its lock and its socket.
// No path may be built from a text that is not one.

const pattern = /^\d{8}T\d{6}-[0-9a-f]{6}$/;

export function isGardenId(text: string): boolean {
  return pattern.test(text);
}

/** @throws RangeError for anything that is not `YYYYMMDDTHHMMSS-xxxxxx`. */
export function assertGardenId(text: string): void {
  if (!isGardenId(text)) {
    throw new RangeError(`not a garden id (YYYYMMDDTHHMMSS-xxxxxx): ${JSON.stringify(text)}`);
  }
}

/**
 * A new id from a wall clock reading and the first three of the given random bytes. It shows
 * local time, because people look for sessions by when they started them.
 */
export function mintGardenId(wallMs: number, randomBytes: Uint8Array): string {
  if (randomBytes.length < 3) {
    throw new RangeError(`a garden id needs 3 random bytes, got ${randomBytes.length}`);
  }
  const time = new Date(wallMs);
  const date = [pad(time.getFullYear(), 4), pad(time.getMonth() + 1, 2), pad(time.getDate(), 2)];
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => pad(part, 2));
  const tail = [...randomBytes.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${date.join("")}T${clock.join("")}-${tail.join("")}`;
}

/** Three bytes that are other ones for each number below 2^24. */
export const ownBytesOf = (number: number): Uint8Array =>
  Uint8Array.of((number >> 16) & 255, (number >> 8) & 255, number & 255);

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
