// Where the script of a thread that enumerates stands.
import { scriptBeside } from "../pool.ts";

export const threadScript = scriptBeside(import.meta.url, "thread");
