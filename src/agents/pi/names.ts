// Names of pi's own that others than its adapter have to say.

/** As it is published. */
export const piPackage = "@earendil-works/pi-coding-agent";

/** What it makes below HOME where nothing tells it otherwise. */
export const piDirectory = ".pi";

/** Names its own directory, with settings, keys and sessions. */
export const directoryVariable = "PI_CODING_AGENT_DIR";

/** Names the directory of its sessions alone. */
export const sessionsVariable = "PI_CODING_AGENT_SESSION_DIR";

/** It looks for nothing on the network by itself. */
export const offline = { PI_OFFLINE: "1", PI_TELEMETRY: "0" } as const;
