// FAKES: a shell script that answers to the name nvidia-smi, and one that answers to ssh. They stand in for programs
// that a test computer does not have. The readings they replay are real ones, from data/h100/telemetry.csv (recorded
// on an H100); the name, the power limit and the total memory are that card's too. Their refusals have the words of
// the real programs.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const H100 = fileURLToPath(new URL("../../data/h100/telemetry.csv", import.meta.url));

/** Rows of the recording, from where the card begins to work. */
export function recorded(count: number): Record<string, string>[] {
  const [head, ...lines] = readFileSync(H100, "utf8").trim().split("\n");
  const names = head.split(",");
  const rows = lines.map((l) => Object.fromEntries(l.split(",").map((c, i) => [names[i], c])));
  const start = rows.findIndex((r) => Number(r.utilization_percent) > 50);
  return rows.slice(start, start + count);
}

const NVIDIA_SMI = `#!/bin/bash
# FAKE nvidia-smi of kgen's tests.
cd "$(dirname "$0")"
mode=$(cat mode)
for a in "$@"; do
  [[ $a == --query-gpu=* ]] && query=\${a#*=}
  [[ $before == -lms ]] && ms=$a
  before=$a
done
echo "$*" >> asked
refused() { echo "Field \\"$1\\" is not a valid field to query."; echo; exit 2; }
case $mode in
  hang) echo $$ > pid; exec sleep 60 ;;
  driver) echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running."; exit 9 ;;
  devices) echo "No devices were found"; exit 6 ;;
  old) [[ $query == *clocks_event_reasons* ]] && refused clocks_event_reasons.active
       [[ $query == *temperature.memory* ]] && refused temperature.memory ;;
esac
echo $$ > pid
n=0
while read -r temp mem power sm mclk util used bits; do
  for gpu in 0 $([[ $mode == two ]] && echo 1); do
    now=$EPOCHREALTIME
    printf -v stamp '%(%Y/%m/%d %H:%M:%S)T.%s' "\${now%.*}" "\${now#*.}"
    line=\${query//,/, }
    line=\${line/timestamp/\${stamp:0:23}}
    line=\${line/index/$gpu}
    line=\${line/temperature.gpu/$((temp + 10 * gpu))}
    line=\${line/temperature.memory/$([[ $mode == two ]] && echo "[N/A]" || echo $mem)}
    line=\${line/power.draw/$power}
    line=\${line/power.limit/$([[ $mode == two ]] && echo "[Not Supported]" || echo 700.00)}
    line=\${line/clocks.current.sm/$sm}
    line=\${line/clocks.current.memory/$mclk}
    line=\${line/utilization.gpu/$([[ $gpu == 1 ]] && echo 0 || echo $util)}
    line=\${line/memory.used/$used}
    line=\${line/memory.total/81559}
    line=\${line/clocks_event_reasons.active/$bits}
    line=\${line/clocks_throttle_reasons.active/$bits}
    line=\${line/name/NVIDIA H100 80GB HBM3}
    echo "$line"
  done
  n=$((n + 1))
  [[ $mode == dies && $n == 4 ]] && { echo "Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU"; exit 15; }
  read -rt "0.$(printf %03d "$ms")" <> <(:)
done < readings
exec sleep 60
`;

const SSH = `#!/bin/bash
# FAKE ssh of kgen's tests: runs the command here, or refuses as the real one does.
cd "$(dirname "$0")"
echo "$*" >> asked-ssh
while [[ $1 != -- ]]; do shift; done
dest=$2
shift 2
case $(cat ssh-mode) in
  permission) echo "$dest: Permission denied (publickey,password)." >&2; exit 255 ;;
  unknown) echo "ssh: Could not resolve hostname $dest: Name or service not known" >&2; exit 255 ;;
  key) echo "Host key verification failed." >&2; exit 255 ;;
  refused) echo "ssh: connect to host $dest port 22: Connection refused" >&2; exit 255 ;;
  without) echo "bash: line 1: nvidia-smi: command not found" >&2; exit 127 ;;
  lost) sh -c "$*" & child=$!; sleep 0.7; kill $child $(cat pid); echo "client_loop: send disconnect: Broken pipe" >&2; exit 255 ;;
esac
exec sh -c "$*"
`;

/** A folder with the fakes, put first on the PATH. */
export class FakeGpuTools {
  readonly folder = mkdtempSync(join(tmpdir(), "kgen-fake-gpu-"));
  #path = process.env.PATH ?? "";

  constructor(readings = 40) {
    const rows = recorded(readings).map((r) =>
      [
        r.temperature_c,
        r.memory_temperature_c,
        r.power_w,
        r.sm_clock_mhz,
        r.memory_clock_mhz,
        r.utilization_percent,
        r.memory_used_mib,
        `0x${Number(r.throttle_bits).toString(16).padStart(16, "0")}`,
      ].join(" ")
    );
    writeFileSync(join(this.folder, "readings"), rows.join("\n") + "\n");
    this.smi("ok");
    this.ssh("ok");
  }

  #script(name: string, text: string) {
    writeFileSync(join(this.folder, name), text);
    chmodSync(join(this.folder, name), 0o755);
  }

  /** The fake nvidia-smi is there and does this; null: it is not there. */
  smi(mode: "ok" | "two" | "old" | "hang" | "dies" | "driver" | "devices" | null) {
    rmSync(join(this.folder, "nvidia-smi"), { force: true });
    rmSync(join(this.folder, "asked"), { force: true });
    if (mode === null) return;
    writeFileSync(join(this.folder, "mode"), mode);
    this.#script("nvidia-smi", NVIDIA_SMI);
  }

  /** The fake ssh does this; null: there is no ssh at all on the PATH. */
  ssh(mode: "ok" | "permission" | "unknown" | "key" | "refused" | "without" | "lost" | null) {
    const only = join(this.folder, "empty");
    mkdirSync(only, { recursive: true });
    writeFileSync(join(this.folder, "ssh-mode"), mode ?? "");
    this.#script("ssh", SSH);
    process.env.PATH = mode === null ? only : this.folder + delimiter + this.#path;
  }

  /** What a fake was asked, a line a start. */
  asked(name: "asked" | "asked-ssh" = "asked"): string[] {
    return readFileSync(join(this.folder, name), "utf8").trim().split("\n");
  }

  /** Whether the last fake nvidia-smi still runs. */
  runs(): boolean {
    const pid = Number(readFileSync(join(this.folder, "pid"), "utf8"));
    try {
      process.kill(pid, 0);
      // A process that has ended and was not waited for counts as gone.
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
      return false;
    }
  }

  clean() {
    process.env.PATH = this.#path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
