"""HTTP routes: who is here, the clock, telemetry, and the log of a job that was cut short."""

import time

from .logs import recall
from .telemetry import Nvml, Telemetry
from .version import VERSION


def add_routes():
    """Adds them to the running server. Without one (ComfyUI imported as a library) nothing happens."""
    from aiohttp import web
    from server import PromptServer

    server = getattr(PromptServer, "instance", None)
    if server is None:
        return
    nvml = Nvml()
    telemetry = Telemetry(
        nvml,
        send=lambda data, client_id: server.send_sync("kgen.telemetry", data, client_id),
        connected=lambda client_id: client_id in server.sockets,
    )
    routes = server.routes

    @routes.get("/kgen")
    async def about(request):
        return web.json_response({
            "plugin": "comfyui-kgen", "version": VERSION, "nvml": nvml.there, "word": nvml.word,
        })

    @routes.get("/kgen/clock")
    async def clock(request):
        return web.json_response({"unix_ns": time.time_ns(), "perf_ns": time.perf_counter_ns()})

    @routes.get("/kgen/log/{run}")
    async def log(request):
        logs = recall(request.match_info["run"])
        return web.json_response({"logs": logs}, status=200 if logs else 404)

    @routes.get("/kgen/telemetry")
    async def sample(request):
        return web.json_response({"gpus": nvml.read(), "word": nvml.word})

    @routes.post("/kgen/telemetry")
    async def start(request):
        client_id, hz = await wanted(request)
        if client_id is None:
            return refused('the body must be {"client_id": "...", "hz": 5}, with hz from 0.1 to 50')
        if client_id not in server.sockets:
            return refused("no socket is open with this client_id")
        if nvml.there:
            telemetry.start(client_id, hz)
        return web.json_response({"sending": nvml.there, "hz": hz, "word": nvml.word})

    @routes.delete("/kgen/telemetry")
    async def stop(request):
        client_id, _ = await wanted(request)
        return web.json_response({"stopped": telemetry.stop(client_id)})

    def refused(word):
        return web.json_response({"error": word}, status=400)


async def wanted(request):
    """client_id and hz of a request, (None, None) when they make no sense."""
    try:
        body = await request.json()
        client_id = body["client_id"]
        hz = float(body.get("hz", 5))
    except Exception:
        client_id = request.query.get("client_id")
        return client_id, 5.0
    if not isinstance(client_id, str) or not 0.1 <= hz <= 50:
        return None, None
    return client_id, hz
