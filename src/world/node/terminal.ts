// A stream of this process that may be a terminal: how large it is, when that changes, and what anybody writes to it.

interface Terminal {
  /** Reaches the stream, whoever has diverted it. */
  write(text: string): void;
  /** Null where it is no terminal; 0 where that does not know. */
  readonly columns: number | null;
  /** 0 where nobody knows. */
  readonly rows: number;
  divert(take: (text: string) => void): () => void;
  watch(onChange: (change: "resized" | "continued") => void): () => void;
}

export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const write: NodeJS.WriteStream["write"] = stream.write.bind(stream);
  return {
    write: (text) => void write(text),
    get columns() {
      return stream.isTTY ? (stream.columns ?? 0) : null;
    },
    get rows() {
      return stream.isTTY ? (stream.rows ?? 0) : 0;
    },
    divert(take) {
      const before = stream.write;
      stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
        const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
        if (text !== "") take(text);
        const done = rest.at(-1);
        // Who waits for what was written, waits for all of it.
        return write("", typeof done === "function" ? () => done() : () => undefined);
      };
      return () => {
        stream.write = before;
      };
    },
    watch(onChange) {
      const resized = () => onChange("resized");
      // After Ctrl-Z the shell has written to the same terminal.
      const continued = () => onChange("continued");
      stream.on("resize", resized);
      process.on("SIGCONT", continued);
      return () => {
        stream.off("resize", resized);
        process.off("SIGCONT", continued);
      };
    },
  };
}
