// AWS event-stream frames: length-prefixed, with typed headers and two CRC32 checksums.
// Encodes only; a frame is one event whose payload is JSON.

import { crc32 } from "node:zlib";

const stringType = 7;
/** Two lengths and their checksum before the headers, the frame's checksum after the payload. */
const preludeBytes = 12;
const trailerBytes = 4;

/** One event of this type. */
export function eventFrame(type: string, payload: object): Uint8Array {
  const headers = Buffer.concat([
    header(":event-type", type),
    header(":content-type", "application/json"),
    header(":message-type", "event"),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const total = preludeBytes + headers.length + body.length + trailerBytes;
  const frame = Buffer.alloc(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, preludeBytes);
  body.copy(frame, preludeBytes + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, total - trailerBytes)), total - trailerBytes);
  return frame;
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([stringType]),
    length,
    Buffer.from(value),
  ]);
}
