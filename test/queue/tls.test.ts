// What the queue's address says of TLS is kept: by every connection of a run and of its workers.
import { join } from "node:path";
import { expect, test } from "vitest";
import { machineOn } from "./machine.ts";
import { ownPostgres } from "./own-postgres.ts";
import { password } from "./postgres.ts";

const { server, describeWithPostgres } = ownPostgres({ tls: true });

const asking = (words: string) => `${server().url}?${words}`;
const trusting = () => asking(`sslmode=verify-full&sslrootcert=${server().certificate}`);

describeWithPostgres("a queue that takes no connection without TLS", () => {
  test("runs the cells where its certificate is trusted", async () => {
    const [here, there] = [machineOn(trusting), machineOn(trusting)];
    const working = there.run(["work", "--once"]);
    expect(await here.run(["--json"]), here.printed.stderr).toBe(0);
    expect(await working).toBe(0);
    expect(there.printed.stdout).toContain("One cell was run here.");
  });

  test.each([
    ["is not asked for", () => server().url, "no encryption"],
    ["is not trusted", () => asking("sslmode=verify-full"), "self-signed certificate"],
    ["names another host", () => trusting().replace("127.0.0.1", "localhost"), "altnames"],
    [
      "has an authority whose file is not there",
      () => asking(`sslmode=verify-full&sslrootcert=${join("/nowhere", "root.crt")}`),
      "ENOENT",
    ],
  ])("is refused where its TLS %s, and its address is printed nowhere", async (_why, url, told) => {
    for (const words of [["work"], []]) {
      const here = machineOn(url);
      expect(await here.run(words)).toBe(254);
      expect(here.printed.stderr).toContain("The queue's database cannot be used: ");
      expect(here.printed.stderr).toContain(told);
      for (const secret of [password, encodeURIComponent(password), url()]) {
        expect(here.printed.stdout + here.printed.stderr).not.toContain(secret);
      }
    }
  });
});
