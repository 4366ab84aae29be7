#!/usr/bin/env bash
# One command from a bare GPU machine to a ComfyUI that kgen can measure. 一键把空白 GPU 主机变成 kgen 可测的 ComfyUI。
# Run it again at any time: what is done stays, what is missing is done. Nothing here needs sudo.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck source=versions.env
source "$here/versions.env"

usage() {
  cat <<EOF
$0 [options]    installs ComfyUI $COMFYUI_VERSION with kgen's plugin, gets the models, starts it   安装、下载、启动

  --models SET     turbo (default), base, all, or a file name; several with commas        下载哪些模型
  --no-download    take the models that are there                                         不下载模型
  --dir DIR        where everything goes (default \$HOME/kgen-gpu-host)                    安装目录
  --port N         default 8188                                                           端口
  --listen ADDR    default 127.0.0.1: only this machine. Anyone who can reach the port can  监听地址
                   use the GPU and read the files: see README.md before you widen it
  --cpu            without a GPU: very slow, for trying it out                            无 GPU 试运行
  --venv DIR       use this Python environment as it is, install nothing into it          使用现有环境
  --no-start       install only                                                           只安装
  --stop           end the server that this script started                                停止服务
  --dry-run        only say what would be done                                            只显示步骤

Environment 环境变量:
  COMFYUI_REPO   default https://github.com/Comfy-Org/ComfyUI.git (a mirror or a local clone will do)
  TORCH_INDEX    default https://download.pytorch.org/whl/$CUDA_TAG, with --cpu .../cpu; "none": only pip's own index
  HF_ENDPOINT    mirror of huggingface.co, in China: https://hf-mirror.com        国内可用 hf-mirror.com
  PIP_INDEX_URL  pip's index, in China: https://pypi.tuna.tsinghua.edu.cn/simple  国内可用清华镜像
  PYTHON         the Python to use (3.10 to 3.13)
  WAIT_S         seconds to wait for the server (default 300)
EOF
}

models=turbo download=1 cpu='' port=8188 listen=127.0.0.1 dir=${KGEN_GPU_HOST_DIR:-$HOME/kgen-gpu-host} own_venv=''
dry='' start=1 stop=''
need() { [ $# -ge 2 ] || { echo "$1 needs a value. 缺少参数值。" >&2 && exit 2; }; }
while [ $# -gt 0 ]; do
  case $1 in
  --models) need "$@" && models=$2 && shift ;;
  --no-download) download='' ;;
  --dir) need "$@" && dir=$2 && shift ;;
  --port) need "$@" && port=$2 && shift ;;
  --listen) need "$@" && listen=$2 && shift ;;
  --cpu) cpu=1 ;;
  --venv) need "$@" && own_venv=$(cd "$2" && pwd) && shift ;;
  --no-start) start='' ;;
  --stop) stop=1 ;;
  --dry-run) dry=1 ;;
  -h | --help) usage && exit 0 ;;
  *) echo "Unknown option $1. 未知选项。 --help" >&2 && exit 2 ;;
  esac
  shift
done
if ! [[ $port =~ ^[0-9]{1,5}$ ]] || [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
  echo "--port $port is no port (1 to 65535). 端口无效。" >&2
  exit 2
fi
repo=${COMFYUI_REPO:-https://github.com/Comfy-Org/ComfyUI.git}
index=${TORCH_INDEX:-https://download.pytorch.org/whl/$([ -n "$cpu" ] && echo cpu || echo "$CUDA_TAG")}
if [ -z "$dry" ]; then
  mkdir -p "$dir" 2>/dev/null || { echo "Cannot write to $dir: choose another with --dir. 无法写入目录。" >&2 && exit 1; }
  dir=$(cd "$dir" && pwd)
fi
comfy=$dir/ComfyUI venv=${own_venv:-$dir/venv} log=$dir/server.log pid_file=$dir/server.pid
case $listen in
127.* | localhost | 0.0.0.0* | ::*) url=http://127.0.0.1:$port ;;
*) url=http://${listen%%,*}:$port ;;
esac

at=''
step() { # ENGLISH CHINESE
  at=$1
  printf '\n== %s  %s\n' "$1" "$2"
}
note() { printf '   %s\n' "$@"; }
fail() { # WHAT CHINESE HOW-TO-GO-ON...
  printf '\nFAILED  %s\n失败    %s\n' "$1" "$2" >&2
  printf '        %s\n' "${@:3}" >&2
  # A dry run shows every step, also those that this machine could not do.
  if [ -n "$dry" ]; then return; fi
  at=''
  exit 1
}
# Runs a command, or only shows it.
act() {
  if [ -n "$dry" ]; then
    printf '   +'
    printf ' %q' "$@"
    printf '\n'
  else
    "$@"
  fi
}
ended() {
  [ $? -eq 0 ] || [ -z "$at" ] ||
    printf '\nStopped in: %s. Run the same command again to go on.\n中断：重新运行同一命令即可继续。\n' "$at" >&2
}
trap ended EXIT
trap 'exit 130' INT TERM

# The number of a process that ended may have gone to another: only one that runs main.py is ours.
ours_runs() { [ -s "$pid_file" ] && grep -qs main.py "/proc/$(cat "$pid_file")/cmdline"; }
answers() { "$python" - "$url" <<'PY' 2>/dev/null; }
import json, sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
print(json.load(opener.open(sys.argv[1] + "/system_stats", timeout=5))["system"]["comfyui_version"])
PY

if [ -n "$stop" ]; then
  if ours_runs; then
    kill "$(cat "$pid_file")" && rm -f "$pid_file" && echo "Server ended. 服务已停止。"
  else
    echo "No server of this script runs. 没有正在运行的服务。"
  fi
  exit 0
fi

step "1/7 Check this machine" "检查本机"
[ "$(uname -s)" = Linux ] || fail "this script is for Linux" "仅支持 Linux" "On Windows use WSL2 or ComfyUI's portable build, then copy workflows/comfyui-kgen into its custom_nodes."
python=''
for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3.10 python3; do
  if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    python=$(command -v "$candidate") && break
  fi
done
[ -n "$python" ] || fail "no Python 3.10 to 3.13 found" "未找到 Python 3.10–3.13" "Debian, Ubuntu: sudo apt install python3 python3-venv, or set PYTHON=/path/to/python"
[ -n "$own_venv" ] || "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "$python cannot make environments" "缺少 venv 模块" "Debian, Ubuntu: sudo apt install python3-venv"
command -v git >/dev/null || fail "git is missing" "缺少 git" "Debian, Ubuntu: sudo apt install git"
note "python  $("$python" --version 2>&1)" "git     $(git --version)"
check_gpu() {
  local gpus driver
  if ! command -v nvidia-smi >/dev/null; then
    fail "nvidia-smi is missing: no NVIDIA driver here" "未安装 NVIDIA 驱动" \
      "Install a driver of version $DRIVER_MINIMUM or newer (Ubuntu: sudo ubuntu-drivers install), or try without a GPU: --cpu"
    return
  fi
  if ! gpus=$(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2>&1); then
    fail "nvidia-smi: $gpus" "驱动无法工作" \
      "After a driver update the machine must be started again. In a container: run it with --gpus all."
    return
  fi
  while IFS= read -r gpu; do note "gpu     $gpu"; done <<<"$gpus"
  driver=${gpus##*, }
  if [[ ${driver%%.*} =~ ^[0-9]+$ ]] && [ "${driver%%.*}" -lt "$DRIVER_MINIMUM" ] && [ -z "${TORCH_INDEX:-}" ]; then
    fail "driver $driver is older than $DRIVER_MINIMUM, which CUDA 13 needs" "驱动过旧" \
      "Update the driver, or take older wheels: TORCH_INDEX=https://download.pytorch.org/whl/cu126 $0 ..."
  fi
}
[ -n "$cpu" ] || check_gpu
# Packages 8 GB (with --cpu 2), models 21 GB for turbo or base, 38 GB for all.
want=$([ -n "$cpu" ] && echo 2 || echo 8)
if [ -n "$download" ]; then case $models in *all*) want=$((want + 38)) ;; *,*) want=$((want + 33)) ;; *) want=$((want + 21)) ;; esac fi
place=$dir
while [ ! -d "$place" ]; do place=$(dirname "$place"); done
free=$(($(df -Pk "$place" | awk 'NR == 2 { print $4 }') / 1000000))
note "disk    $free GB free in $place, $want GB wanted for everything"
if [ "$free" -lt "$want" ] && [ ! -d "$comfy/models/diffusion_models" ]; then
  fail "$free GB free are not enough" "磁盘空间不足" "Choose another disk with --dir, or --no-download if the models are elsewhere."
fi

step "2/7 ComfyUI $COMFYUI_VERSION into $comfy" "获取 ComfyUI"
version_there() { sed -n 's/^__version__ = "\(.*\)"/v\1/p' "$comfy/comfyui_version.py" 2>/dev/null || true; }
if [ "$(version_there)" = "$COMFYUI_VERSION" ]; then
  note "is there 已存在"
elif [ -d "$comfy" ] && [ ! -d "$comfy/.git" ]; then
  fail "$comfy is there, is no git clone and is not $COMFYUI_VERSION" "目录已存在且版本不符" "Move it away, or choose another folder with --dir."
elif [ -d "$comfy" ]; then
  note "has $(version_there): getting $COMFYUI_VERSION; models and outputs stay"
  act git -C "$comfy" fetch --depth 1 "$repo" tag "$COMFYUI_VERSION" || fail "git fetch failed" "获取失败" "Is the network up? A mirror: COMFYUI_REPO=... $0"
  act git -C "$comfy" checkout --quiet "$COMFYUI_VERSION" || fail "files of ComfyUI were changed in $comfy" "本地文件有改动" "Move your changes away (git -C $comfy status), then run this again."
else
  # A clone that was cut off must not look like a whole one.
  act rm -rf "$comfy.part"
  act git -c advice.detachedHead=false clone --quiet --depth 1 --branch "$COMFYUI_VERSION" "$repo" "$comfy.part" ||
    fail "git clone of $repo failed" "克隆失败" "Is the network up? A mirror or a local clone: COMFYUI_REPO=... $0"
  act mv "$comfy.part" "$comfy"
fi
if [ -z "$dry" ] && [ -d "$comfy/.git" ]; then
  commit=$(git -C "$comfy" rev-parse HEAD)
  [ "$commit" = "$COMFYUI_COMMIT" ] || note "note: commit $commit, and not ${COMFYUI_COMMIT:0:12} as when this was written" "提示：提交号与编写本脚本时不同"
fi

step "3/7 Python packages into $venv" "安装 Python 依赖"
packages=("torch==$TORCH_VERSION" "torchvision==$TORCHVISION_VERSION" "torchaudio==$TORCHAUDIO_VERSION")
stamp=$venv/kgen-stamp
wanted() { { printf '%s\n' "${packages[@]}" "$index" "$NVML_VERSION" && cat "$comfy/requirements.txt"; } | cksum; }
if [ -n "$own_venv" ]; then
  note "yours is used as it is 使用现有环境"
  act "$venv/bin/python" -c 'import torch, aiohttp, safetensors, transformers' || fail "$venv lacks packages that ComfyUI needs" "现有环境缺少依赖" "$venv/bin/pip install -r $comfy/requirements.txt, or leave out --venv"
elif [ -z "$dry" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ]; then
  note "are there 已安装"
else
  pip_failed() { fail "pip could not install the packages" "pip 安装失败" "Is the network up? In China: PIP_INDEX_URL=https://pypi.tuna.tsinghua.edu.cn/simple $0" "Other wheels of torch: TORCH_INDEX=https://download.pytorch.org/whl/... $0"; }
  "$venv/bin/python" -m pip --version >/dev/null 2>&1 || act "$python" -m venv --clear "$venv" || fail "no environment in $venv" "无法创建虚拟环境" "Debian, Ubuntu: sudo apt install python3-venv"
  extra=() && [ "$index" = none ] || extra=(--extra-index-url "$index")
  note "torch $TORCH_VERSION from ${index/none/pip\'s own index}: 0.2 GB for a CPU, 3 GB for CUDA; this takes minutes 需要几分钟"
  act "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${extra[@]}" "${packages[@]}" || pip_failed
  act "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${extra[@]}" "${packages[@]}" -r "$comfy/requirements.txt" "nvidia-ml-py==$NVML_VERSION" || pip_failed
  [ -n "$dry" ] || wanted >"$stamp"
fi
if [ -z "$dry" ] && [ -z "$cpu" ]; then
  "$venv/bin/python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' ||
    fail "torch does not see the GPU" "torch 看不到 GPU" "Does the driver fit the wheels ($index)? nvidia-smi shows the newest CUDA that it can run." "Remove $stamp and run this with another TORCH_INDEX."
fi

step "4/7 kgen's plugin into custom_nodes" "安装 kgen 插件"
nodes=$comfy/custom_nodes
plugin=$here/../comfyui-kgen
if [ -d "$plugin" ]; then
  act rm -rf "$nodes/.comfyui-kgen.part"
  act mkdir -p "$nodes"
  act cp -r "$plugin" "$nodes/.comfyui-kgen.part"
  act rm -rf "$nodes/comfyui-kgen" "$nodes/.comfyui-kgen.part/__pycache__"
  act mv "$nodes/.comfyui-kgen.part" "$nodes/comfyui-kgen"
  note "copied; a running server takes it up at its next start 重启后生效"
else
  note "no $plugin here: kgen will measure by previews 没有插件，改用预览方式测量"
fi

step "5/7 Models: $([ -n "$download" ] && echo "$models" || echo none)" "下载模型"
if [ -n "$download" ]; then
  IFS=, read -r -a names <<<"$models"
  [ -z "$dry" ] || "${python:-python3}" "$here/download_models.py" "$comfy/models" "${names[@]}" --dry-run | sed 's/^/   /'
  act "$python" "$here/download_models.py" "$comfy/models" "${names[@]}" || fail "not all models are there" "模型未下载完整" "The lines above say why. Run the same command again: it goes on where it stopped." "In China: HF_ENDPOINT=https://hf-mirror.com $0 ...    Without: --no-download"
else
  note "left out with --no-download; they belong in $comfy/models (see workflows/models.json)"
fi

step "6/7 Start the server on $listen:$port" "启动服务"
[ "$listen" = 127.0.0.1 ] || note "WARNING: everyone who reaches $listen:$port can use this GPU and run what its nodes can. 警告：任何能访问该端口的人都能使用本机 GPU。" "Never open it to the internet without a proxy that asks for a password (README.md)."
command=("$venv/bin/python" main.py --listen "$listen" --port "$port" --disable-auto-launch)
[ -z "$cpu" ] || command+=(--cpu)
if [ -z "$start" ]; then
  note "left out with --no-start. Start it with:" "cd $(printf %q "$comfy") && ${command[*]}"
  at=''
  exit 0
elif [ -n "$dry" ]; then
  note "(cd $comfy && ${command[*]}) >$log"
elif ours_runs; then
  note "runs already (process $(cat "$pid_file")); --stop ends it 已在运行"
  version=$(answers) || fail "process $(cat "$pid_file") runs and does not answer at $url" "服务无响应" "Was it started with another --port? Its log: $log" "End it with: $0 --dir $dir --stop"
elif version=$(answers); then
  fail "a ComfyUI ${version} that this script did not start is at $url" "端口已被另一个 ComfyUI 占用" "Use it as it is, or choose another port: --port $((port + 1))"
elif ! "$python" -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((sys.argv[1], int(sys.argv[2])))' "${listen%%,*}" "$port" 2>/dev/null; then
  fail "$listen:$port cannot be had: another program has it" "端口被占用" "Choose another port: --port $((port + 1))"
else
  # In a session of its own: it outlives this terminal. The new log takes the place of the old.
  (cd "$comfy" && exec setsid nohup "${command[@]}" >"$log" 2>&1 </dev/null) &
  echo $! >"$pid_file"
fi

step "7/7 Wait until it answers" "等待就绪"
if [ -n "$dry" ]; then
  note "until $url/system_stats answers"
else
  began=$SECONDS
  until version=$(answers); do
    if ! ours_runs; then
      tail -n 20 "$log" | sed 's/^/   | /' >&2
      rm -f "$pid_file"
      fail "the server ended" "服务意外退出" "Above is the end of $log. Run the same command again after the cure."
    fi
    [ $((SECONDS - began)) -lt "${WAIT_S:-300}" ] || fail "no answer after ${WAIT_S:-300} s" "等待超时" "Its log: $log. It still runs; end it with --stop."
    sleep 1
  done
  note "ComfyUI $version answers after $((SECONDS - began)) s; log: $log"
fi
name=$(hostname)
case $listen in
127.0.0.1 | localhost)
  far="ssh -N -L $port:127.0.0.1:$port $(id -un)@$name    (leave it open 保持打开), then the line above 再运行上一行"
  ;;
*) far="KGEN_HOST=http://$name:$port ./kgen doctor --host http://$name:$port" ;;
esac
printf '\nReady. In the folder of kgen 就绪，在 kgen 目录运行:\n  KGEN_HOST=%s ./kgen doctor --host %s\nFrom another computer 在另一台电脑上:\n  %s\n' "$url" "$url" "$far"
at=''
