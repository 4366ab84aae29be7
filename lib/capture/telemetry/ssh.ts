/**
 * What ssh may be told as a destination: user@host, an alias of its config, or ssh://user@host:port.
 * Never an option, never anything that a shell would read.
 */
const destination = /^(ssh:\/\/)?([\w.+][\w.+-]*@)?(\[[0-9a-fA-F:.%\w]+\]|[\w.][\w.-]*)(:\d+)?$/;

/** A program of another computer: what to start here, and whom it asks. */
export interface RemoteCommand {
  /** Program and arguments that come before those of the remote program. */
  prefix: string[];
  dest: string;
}

/**
 * The start of a command that runs a program at DEST, without ever asking for a password. Port, key and
 * jumps come from the user's ssh config.
 *
 * @throws TypeError when DEST is not the name of a computer
 *
 * @example
 * ```ts
 * import { sshCommand } from "@kgen/capture";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(sshCommand("me@gpu-host").prefix.slice(-2), ["--", "me@gpu-host"]);
 * assert.throws(() => sshCommand("-oProxyCommand=x"), TypeError);
 * ```
 */
export function sshCommand(dest: string): RemoteCommand {
  const m = destination.exec(dest);
  if (!m || (m[4] !== undefined && m[1] === undefined)) {
    throw new TypeError(
      `${
        JSON.stringify(dest)
      } is not a destination for ssh: give user@host, an alias of ~/.ssh/config, ` +
        "or ssh://user@host:port.",
    );
  }
  const options = ["BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5"];
  const prefix = ["ssh", "-T", ...options.flatMap((o) => ["-o", o]), "--", dest];
  return { prefix, dest };
}

type Meaning = [RegExp, (dest: string, program: string) => string];

/** ssh's own complaints: it ends with 255. */
const ofSsh: Meaning[] = [
  [
    /could not resolve hostname/i,
    (d) => `ssh does not know the computer ${d}: check the name, or add it to ~/.ssh/config`,
  ],
  [
    /host key verification failed|host identification has changed/i,
    (d) => `the key of ${d} is not known here or has changed: connect once by hand, ssh ${d}`,
  ],
  [
    /permission denied|too many authentication failures/i,
    (d) =>
      `${d} refused the login (no password is ever asked here): ` +
      `set up a key so that "ssh -o BatchMode=yes ${d} true" works`,
  ],
  [/connection refused/i, (d) => `no ssh server answers at ${d}: connection refused`],
  [
    /timed out|no route to host|network is unreachable/i,
    (d) => `${d} cannot be reached by ssh: check the network, its port and the firewall`,
  ],
];

/** Those of the shell over there, when it does not find the program. */
const ofShell: Meaning = [
  /not found|not recognized|unknown command|no such file/i,
  (d, p) => `${p} is not on the PATH of ${d}: install it there, or take another source`,
];

/** What the last words of ssh or of the shell over there mean, for people. Null: nothing known. */
export function sshWord(
  code: number | null,
  said: string,
  dest: string,
  program: string,
): string | null {
  const known = code === 255 ? ofSsh : code === 127 || code === 1 ? [ofShell] : [];
  return known.find(([pattern]) => pattern.test(said))?.[1](dest, program) ?? null;
}
