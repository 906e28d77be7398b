// A PostgreSQL of the test's own, in a temporary directory; it asks for a password and listens on 127.0.0.1.
// It refuses to be run by root, and is then run by the user that Debian made for it.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const debian = "/usr/lib/postgresql";
export const password = "s3cret/pass word%";

/** The newest that is installed. */
function binaries(): string | null {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const found = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")));
  return found ?? null;
}

const isRoot = process.getuid?.() === 0;

function postgresUser(): { uid: number; gid: number } | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: "pipe" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return null;
  }
}

/** Null where it can be run. */
export function whyNoPostgres(): string | null {
  if (binaries() === null) return `PostgreSQL is not installed below ${debian}`;
  if (isRoot && postgresUser() === null)
    return "there is no user postgres, and root may not run it";
  return null;
}

export interface Postgres {
  readonly url: string;
  /** The file with the certificate that it shows; null where it speaks without TLS. */
  readonly certificate: string | null;
  /** As a crash of the machine's process: SIGKILL to all of it. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Shown to who connects to 127.0.0.1, and signed by nobody but itself. */
function makeCertificate(place: string) {
  const [key, certificate] = [join(place, "server.key"), join(place, "server.crt")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
  execFileSync("openssl", [...words, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  chmodSync(key, 0o600);
  chmodSync(certificate, 0o644);
  return { key, certificate };
}

/** With `tls` it takes no connection without it. */
export async function startPostgres({ tls = false } = {}): Promise<Postgres> {
  const bin = binaries() ?? "";
  const user = isRoot ? postgresUser() : null;
  const as = user === null ? {} : user;
  // Not below TMPDIR, which may be nobody else's.
  const place = mkdtempSync("/tmp/rmq-");
  if (user !== null) chownSync(place, user.uid, user.gid);
  chmodSync(place, 0o755);
  const data = join(place, "data");
  const secret = join(place, "secret");
  writeFileSync(secret, password);
  chmodSync(secret, 0o644);
  const words = ["-D", data, "-U", "matrix", "-A", "scram-sha-256", "--pwfile", secret];
  execFileSync(join(bin, "initdb"), [...words, "-E", "UTF8", "--locale=C"], {
    ...as,
    stdio: "pipe",
    cwd: place,
  });
  const shown = tls ? makeCertificate(place) : null;
  if (shown !== null) {
    if (user !== null) chownSync(shown.key, user.uid, user.gid);
    const rules = join(data, "pg_hba.conf");
    writeFileSync(rules, readFileSync(rules, "utf8").replaceAll(/^host /gm, "hostssl "));
  }
  const port = await freePort();
  const url = `postgres://matrix:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;
  const isUp = () => {
    try {
      execFileSync(join(bin, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]);
      return true;
    } catch {
      return false;
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (signal === "SIGKILL") process.kill(-(child.pid ?? 0), signal);
    else child.kill(signal);
    await ended;
  };
  const started: Postgres = {
    url,
    certificate: shown?.certificate ?? null,
    kill: () => end("SIGKILL"),
    async start() {
      const settings = [
        `port=${port}`,
        "listen_addresses=127.0.0.1",
        `unix_socket_directories=${place}`,
        ...(shown === null
          ? []
          : ["ssl=on", `ssl_cert_file=${shown.certificate}`, `ssl_key_file=${shown.key}`]),
      ];
      const flags = [...settings, "max_connections=60"].flatMap((setting) => ["-c", setting]);
      // A group of its own, so that all of it can be killed at once.
      server = spawn(join(bin, "postgres"), ["-D", data, ...flags], {
        ...as,
        detached: true,
        stdio: "ignore",
        cwd: place,
      });
      const endMs = performance.now() + 30_000;
      while (!isUp()) {
        if (performance.now() > endMs) throw new Error("PostgreSQL did not start");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      await end("SIGINT");
      rmSync(place, { recursive: true, force: true });
    },
  };
  await started.start();
  return started;
}
