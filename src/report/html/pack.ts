// Data → a text that may stand anywhere in a page: JSON, deflated, in base64. The browser opens it
// with its DecompressionStream. Pure.
import { deflateRawSync } from "node:zlib";

export const pack = (data: unknown): string =>
  deflateRawSync(JSON.stringify(data)).toString("base64");
