// Opens what the reporter packed into the page. Every string of it is made visible here, once, so
// that no view can forget to.
import { visible } from "./visible.ts";

/** Null where the page has no such block. */
export async function openBlock<T>(id: string): Promise<T | null> {
  const packed = document.getElementById(id)?.textContent;
  if (packed === undefined) return null;
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(unpacked).text(), shown);
}

const shown = (_key: string, value: unknown) =>
  typeof value === "string" ? visible(value) : value;
