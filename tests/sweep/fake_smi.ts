// SYNTHETIC: a stand-in for nvidia-smi that keeps a power limit in a file. It belongs to no card.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes the program in a folder, which can then be put first on PATH. */
export function fakeSmi(folder: string, o: { permitted?: boolean } = {}) {
  const state = join(folder, "limit"), log = join(folder, "log");
  writeFileSync(state, "650.00");
  writeFileSync(log, "");
  const refusal = o.permitted === false
    ? 'echo "The current user does not have permission: Insufficient Permissions"; exit 4'
    : "true";
  const program = join(folder, "nvidia-smi");
  writeFileSync(
    program,
    `#!/bin/sh
echo "$@" >> ${log}
case "$3" in
  --query-gpu=*) echo "SYNTHETIC GPU, $(cat ${state}), 200.00, 700.00, 1980" ;;
  -pl) ${refusal}; echo "$4" > ${state} ;;
  -lgc|-rgc) ${refusal}; echo "$3 $4" > ${state}.clock ;;
esac
`,
  );
  chmodSync(program, 0o755);
  return {
    program,
    limit: () => Number(readFileSync(state, "utf8")),
    clock: () => readFileSync(`${state}.clock`, "utf8").trim(),
    log: () => readFileSync(log, "utf8").trim().split("\n"),
  };
}
