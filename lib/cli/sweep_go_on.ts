import { shownAddress } from "@kgen/comfy";

/** The command that goes on with a sweep. It is printed, so the credentials of an address are left out. */
export function goOnCommand(dir: string, host: string | undefined): string {
  const command = `./kgen sweep resume ${dir}`;
  if (!host) return command;
  const hint = host.includes("@") ? ' (with KGEN_AUTH="basic USER:PASSWORD")' : "";
  return `${command} --host ${shownAddress(host)}${hint}`;
}
