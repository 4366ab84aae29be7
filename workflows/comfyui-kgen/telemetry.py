"""GPU telemetry by NVML. Imports neither ComfyUI nor PyTorch."""

import threading
import time

QUANTITIES = (
    "temperature_c", "memory_temperature_c", "power_w", "power_limit_w", "sm_clock_mhz",
    "memory_clock_mhz", "utilization_percent", "memory_used_mib", "memory_total_mib", "throttle_bits",
)
MIB = 1024 * 1024
MEMORY_TEMPERATURE = 82  # NVML_FI_DEV_MEMORY_TEMP


class Nvml:
    """Reads every GPU. `word` says why it cannot, else it is empty."""

    def __init__(self):
        self.word = ""
        self._nvml = None
        self._handles = []
        try:
            import pynvml
        except ImportError:
            self.word = (
                "pynvml is not installed in ComfyUI's Python: pip install nvidia-ml-py, "
                "then restart ComfyUI"
            )
            return
        try:
            pynvml.nvmlInit()
            count = pynvml.nvmlDeviceGetCount()
            self._handles = [pynvml.nvmlDeviceGetHandleByIndex(i) for i in range(count)]
        except Exception as error:  # NVMLError, or a library that does not load
            self.word = f"NVML does not answer: {error}"
            return
        self._nvml = pynvml
        if not self._handles:
            self.word = "NVML knows no GPU on this host"

    @property
    def there(self):
        return self.word == ""

    def read(self):
        """One sample of each GPU."""
        return [self._sample(i, h) for i, h in enumerate(self._handles)]

    def _sample(self, gpu, handle):
        n = self._nvml
        sample = {"unix_ns": time.time_ns(), "gpu": gpu, **dict.fromkeys(QUANTITIES)}

        def take(names, read):
            # A card need not support everything; what it does not tell stays None.
            try:
                values = read()
            except Exception:
                return
            sample.update(zip(names, values))

        take(["temperature_c"], lambda: [n.nvmlDeviceGetTemperature(handle, n.NVML_TEMPERATURE_GPU)])
        take(["memory_temperature_c"], lambda: [self._memory_temperature(handle)])
        take(["power_w"], lambda: [n.nvmlDeviceGetPowerUsage(handle) / 1000])
        take(["power_limit_w"], lambda: [n.nvmlDeviceGetEnforcedPowerLimit(handle) / 1000])
        take(["sm_clock_mhz"], lambda: [n.nvmlDeviceGetClockInfo(handle, n.NVML_CLOCK_SM)])
        take(["memory_clock_mhz"], lambda: [n.nvmlDeviceGetClockInfo(handle, n.NVML_CLOCK_MEM)])
        take(["utilization_percent"], lambda: [n.nvmlDeviceGetUtilizationRates(handle).gpu])
        take(["memory_used_mib", "memory_total_mib"], lambda: self._memory(handle))
        take(["throttle_bits"], lambda: [self._throttle(handle)])
        return sample

    def _memory(self, handle):
        # The second version leaves out what the driver reserves for itself, as nvidia-smi does.
        n = self._nvml
        second = getattr(n, "nvmlMemory_v2", None)
        try:
            memory = n.nvmlDeviceGetMemoryInfo(handle, version=second)
        except Exception:  # an old driver, or an old pynvml
            memory = n.nvmlDeviceGetMemoryInfo(handle)
        return [round(memory.used / MIB), round(memory.total / MIB)]

    def _memory_temperature(self, handle):
        value = self._nvml.nvmlDeviceGetFieldValues(handle, [MEMORY_TEMPERATURE])[0]
        return int(value.value.uiVal) if value.nvmlReturn == 0 else None

    def _throttle(self, handle):
        # The name of old drivers first: every pynvml has it.
        for name in ("nvmlDeviceGetCurrentClocksThrottleReasons",
                     "nvmlDeviceGetCurrentClocksEventReasons"):
            read = getattr(self._nvml, name, None)
            if read is not None:
                return int(read(handle))
        return None


class Telemetry:
    """Sends samples to sockets, from a thread that lives as long as somebody listens.

    `send(data, client_id)` sends; `connected(client_id)` says whether the socket is there. A client
    whose socket is away for `grace` seconds is forgotten: it may be reconnecting.
    """

    def __init__(self, nvml, send, connected, grace=15.0):
        self.nvml = nvml
        self._send = send
        self._connected = connected
        self._grace = grace
        self._lock = threading.Lock()
        self._clients = {}
        self._thread = None
        self._wake = threading.Event()

    def start(self, client_id, hz=5.0):
        """Begins, or changes the rate."""
        now = time.monotonic()
        with self._lock:
            self._clients[client_id] = {"every": 1 / min(max(hz, 0.1), 50), "due": now, "seen": now}
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="kgen-telemetry", daemon=True)
                self._thread.start()
        self._wake.set()

    def stop(self, client_id):
        with self._lock:
            found = self._clients.pop(client_id, None) is not None
        self._wake.set()
        return found

    @property
    def clients(self):
        with self._lock:
            return list(self._clients)

    def _run(self):
        while True:
            with self._lock:
                if not self._clients:
                    self._thread = None
                    return
            pause = self._round(time.monotonic())
            self._wake.wait(pause)
            self._wake.clear()

    def _round(self, now):
        """Sends what is due. Returns the seconds until the next is."""
        with self._lock:
            for client_id, c in list(self._clients.items()):
                if self._connected(client_id):
                    c["seen"] = now
                elif now - c["seen"] > self._grace:
                    del self._clients[client_id]
            due = [i for i, c in self._clients.items() if c["due"] <= now]
            for client_id in due:
                c = self._clients[client_id]
                # Ticks keep their beat; those that were missed are not made up for.
                c["due"] = max(c["due"] + c["every"], now)
        if due:
            for sample in self.nvml.read():
                for client_id in due:
                    self._send(sample, client_id)
        with self._lock:
            times = [c["due"] for c in self._clients.values()]
        return max(0.0, min(times) - time.monotonic()) if times else 0.0
