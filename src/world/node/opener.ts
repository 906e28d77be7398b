// Hands a file to whatever the system opens such files with, for a person to look at. Nobody waits for it.
import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** The command that opens files; null where there is no screen to show one on. */
export function openerFor(platform: NodeJS.Platform, environment: Environment): string | null {
  if (platform === "darwin") return "open";
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? "xdg-open" : null;
}

/** Resolves with why it was not opened; null once the opener has started. */
export function openForAPerson(
  file: string,
  environment: Environment,
  platform = process.platform,
): Promise<string | null> {
  const command = openerFor(platform, environment);
  if (command === null) return Promise.resolve("there is no display");
  return new Promise((resolve) => {
    const opener = spawn(command, [file], { env: environment, detached: true, stdio: "ignore" });
    opener.once("error", ({ message }) => resolve(`${command} did not start: ${message}`));
    opener.once("spawn", () => {
      opener.unref();
      resolve(null);
    });
  });
}
