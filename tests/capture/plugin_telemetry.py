# Run by plugin_telemetry.test.ts: the plugin's telemetry with a pynvml that is made up here. Prints JSON.
import json
import sys
import threading
import time
import types

folder, case = sys.argv[1], sys.argv[2]
sys.path.insert(0, folder)

fake = types.ModuleType("pynvml")
fake.NVML_TEMPERATURE_GPU = 0
fake.NVML_CLOCK_SM = 1
fake.NVML_CLOCK_MEM = 2


def unsupported(*_):
    raise RuntimeError("Not Supported")


fake.nvmlInit = lambda: None
fake.nvmlDeviceGetCount = lambda: 2
fake.nvmlDeviceGetHandleByIndex = lambda i: i
fake.nvmlDeviceGetTemperature = lambda h, _: 41 + h
fake.nvmlDeviceGetPowerUsage = lambda h: 98500
fake.nvmlDeviceGetEnforcedPowerLimit = lambda h: 700000
fake.nvmlDeviceGetClockInfo = lambda h, kind: {1: 1980, 2: 2619}[kind]
fake.nvmlDeviceGetUtilizationRates = lambda h: types.SimpleNamespace(gpu=97)
fake.nvmlMemory_v2 = 2


def memory_info(h, version=None):
    # The first version counts what the driver reserves.
    return types.SimpleNamespace(used=(3 << 30) + (0 if version else 480 << 20), total=80 << 30)


fake.nvmlDeviceGetMemoryInfo = memory_info
fake.nvmlDeviceGetCurrentClocksThrottleReasons = lambda h: 4
fake.nvmlDeviceGetFieldValues = lambda h, ids: [
    types.SimpleNamespace(nvmlReturn=0, value=types.SimpleNamespace(uiVal=52))
]

if case == "poor":  # a card that tells little, under a newer name
    fake.nvmlDeviceGetMemoryInfo = lambda h: types.SimpleNamespace(used=3 << 30, total=80 << 30)
    fake.nvmlDeviceGetFieldValues = unsupported
    fake.nvmlDeviceGetPowerUsage = unsupported
    del fake.nvmlDeviceGetCurrentClocksThrottleReasons
    fake.nvmlDeviceGetCurrentClocksEventReasons = lambda h: 1
if case == "broken":
    fake.nvmlInit = lambda: (_ for _ in ()).throw(RuntimeError("Driver Not Loaded"))
if case == "missing":
    sys.modules["pynvml"] = None
else:
    sys.modules["pynvml"] = fake

import telemetry  # noqa: E402

nvml = telemetry.Nvml()
if case != "thread":
    print(json.dumps({"there": nvml.there, "word": nvml.word, "gpus": nvml.read()}))
    sys.exit()

sent, here = [], {"a", "b"}
sender = telemetry.Telemetry(
    nvml, lambda data, client: sent.append((time.monotonic(), client, data["gpu"])),
    lambda client: client in here, grace=0.3,
)
began = time.monotonic()
sender.start("a", 20)
sender.start("b", 5)
time.sleep(1.05)
seen = [[t - began, c, g] for t, c, g in sent]
stopped = sender.stop("b")
here.clear()  # the socket of a is away ...
time.sleep(0.15)
kept = sender.clients
time.sleep(0.5)  # ... for longer than the grace
left = sender.clients
threads = [t.name for t in threading.enumerate()]
here.add("a")
sent.clear()
sender.start("a", 20)  # and comes back
time.sleep(0.2)
again = len(sent)
sender.stop("a")
print(json.dumps({
    "seen": seen, "stopped": stopped, "kept": kept, "left": left, "threads": threads, "again": again,
}))
