"""From trained weights to what the embedded host loads: one file of weights and three graphs without any.

    python export.py WEIGHTS.pt [MORE.pt ...] [--out FOLDER] [--fill SEED]

WEIGHTS.pt are PyTorch state dicts of `model.Nano`, which together are complete; with --fill what they lack is drawn at
random, for trials. Needs torch, onnx and safetensors. Writes into FOLDER (default: the data package):

- nano-v1.safetensors: every parameter in float16 under its name in the state dict;
- nano-v1.onnx: Base's graph, (z, sigma, tokens) -> x0;
- nano-v1-edit.onnx: the same network with a reference picture, (z, sigma, tokens, ref) -> x0;
- nano-v1-int8.onnx: Base's graph with the matrix products of its blocks in 8 bits.

A graph's parameters are ONNX external data. Those in float16 lie in nano-v1.safetensors, at the offset and length where
that file has them. Those in 8 bits lie in no file: the host makes them when it loads the graph, and hands them in under
the location int8/NAME ([in,out] of the matrix NAME of [out,in]) and int8/NAME.scale (float32 [out]).
"""

import argparse
import io
import json
import os
import struct

import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

from model import SIDE, TOKENS, Nano

WEIGHTS = "nano-v1.safetensors"


def load(files, seed):
    """The network with the weights of `files`; what they lack is an error, or drawn from `seed`."""
    state = {}
    for file in files:
        state |= torch.load(file, map_location="cpu", weights_only=True)
    words = state["tok.weight"].shape[0]
    if seed is not None:
        torch.manual_seed(seed)
    network = Nano(words)
    missing, unknown = network.load_state_dict({k: v.float() for k, v in state.items()}, strict=False)
    if unknown or (missing and seed is None):
        raise SystemExit(f"these weights do not fit model.Nano: missing {missing}, unknown {unknown}")
    return network.eval()


def write_weights(network, path):
    """Writes the parameters as safetensors, float16, largest first; gives (offset, length) in the file by name."""
    state = {k: v.detach().half().contiguous().numpy() for k, v in network.state_dict().items()}
    names = sorted(state, key=lambda k: (-state[k].size, k))
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name in names:
        end = at + state[name].nbytes
        header[name] = {"dtype": "F16", "shape": list(state[name].shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header, separators=(",", ":")).encode()
    # The data begins at a multiple of 64 bytes.
    text += b" " * (-(len(text) + 8) % 64)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            out.write(state[name].tobytes())
    base = 8 + len(text)
    return {n: (base + header[n]["data_offsets"][0], state[n].nbytes) for n in names}


def rms_norm(x, shape, weight, eps):
    """F.rms_norm in operators that ONNX opset 17 has."""
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + eps) * weight


def attention(q, k, v):
    """F.scaled_dot_product_attention without its shape arithmetic."""
    return torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5, -1) @ v


def trace(words, edit):
    """The graph with parameters by their names. Values do not matter, but must differ: equal ones would be merged."""
    torch.manual_seed(1)
    network = Nano(words)
    for p in network.parameters():
        torch.nn.init.normal_(p)
    example = [torch.randn(2, 3, SIDE, SIDE), torch.tensor([0.7, 0.7]), torch.ones(2, TOKENS, dtype=torch.long)]
    names = ["z", "sigma", "tokens"]
    if edit:
        example.append(torch.randn(2, 4, SIDE, SIDE))
        names.append("ref")
    kept = F.rms_norm, F.scaled_dot_product_attention
    F.rms_norm, F.scaled_dot_product_attention = rms_norm, attention
    try:
        file = io.BytesIO()
        torch.onnx.export(
            network.eval(),
            tuple(example),
            file,
            input_names=names,
            output_names=["x0"],
            dynamic_axes={n: {0: "b"} for n in [*names, "x0"]},
            opset_version=17,
            do_constant_folding=False,
            dynamo=False,
        )
    finally:
        F.rms_norm, F.scaled_dot_product_attention = kept
    return tidy(onnx.load_from_string(file.getvalue()))


def tidy(graph):
    """Keeps each constant once, as an initializer, and no initializer that nothing uses."""
    g, first, renamed, nodes = graph.graph, {}, {}, []
    for n in g.node:
        if n.op_type != "Constant":
            nodes.append(n)
            continue
        value = numpy_helper.to_array(n.attribute[0].t)
        key = (value.dtype.str, value.shape, value.tobytes())
        if key not in first:
            first[key] = n.output[0]
            g.initializer.append(numpy_helper.from_array(value, n.output[0]))
        renamed[n.output[0]] = first[key]
    for n in nodes:
        n.input[:] = [renamed.get(i, i) for i in n.input]
    used = {i for n in nodes for i in n.input}
    for t in [t for t in g.initializer if t.name not in used]:
        g.initializer.remove(t)
    del g.node[:]
    g.node.extend(nodes)
    return graph


def external(name, data_type, dims, location, place=None):
    """A tensor whose bytes lie elsewhere; `place` is (offset, length), absent for all of that file."""
    t = TensorProto(name=name, data_type=data_type, dims=dims, data_location=TensorProto.EXTERNAL)
    entries = {"location": location}
    if place:
        entries |= {"offset": str(place[0]), "length": str(place[1])}
    for key, value in entries.items():
        t.external_data.add(key=key, value=value)
    return t


def externalise(graph, places):
    """Takes the parameters out of a graph: float16 elsewhere, cast to float32 when the graph is loaded."""
    casts = []
    for t in list(graph.graph.initializer):
        if t.name not in places:
            continue
        graph.graph.initializer.remove(t)
        half = external(t.name + "#half", TensorProto.FLOAT16, t.dims, WEIGHTS, places[t.name])
        graph.graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [t.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    graph.producer_name, graph.producer_version = "kgen", ""
    for n in graph.graph.node:
        n.ClearField("doc_string")
    return graph


def quantise(graph):
    """Makes 8-bit products of the blocks' matrix products. Before `externalise`."""
    g = graph.graph
    shapes = {t.name: list(t.dims) for t in g.initializer}
    in_block = lambda n: n.split(".")[0] in ("blocks", "noise", "cap") and n.split(".")[2] in ("qkv", "o", "w13", "w2")
    turned = {n.output[0]: n for n in g.node if n.op_type == "Transpose" and n.input[0] in shapes and in_block(n.input[0])}
    nodes, levels, gone = [], {}, set()
    for n in g.node:
        source = turned.get(n.input[1]) if n.op_type == "MatMul" else None
        if source is None:
            nodes.append(n)
            continue
        name, x, y = source.input[0], n.input[0], n.output[0]
        rows, columns = shapes[name]
        gone.add(name)
        g.initializer.append(external(f"{name}#int8", TensorProto.INT8, [columns, rows], f"int8/{name}"))
        g.initializer.append(external(f"{name}#scale", TensorProto.FLOAT, [rows], f"int8/{name}.scale"))
        if x not in levels:
            levels[x] = [f"{x}#{part}" for part in ("uint8", "step", "zero")]
            nodes.append(helper.make_node("DynamicQuantizeLinear", [x], levels[x]))
        q, step, zero = levels[x]
        nodes += [
            helper.make_node("MatMulInteger", [q, f"{name}#int8", zero], [f"{y}#int32"]),
            helper.make_node("Cast", [f"{y}#int32"], [f"{y}#float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [step, f"{name}#scale"], [f"{y}#steps"]),
            helper.make_node("Mul", [f"{y}#float", f"{y}#steps"], [y]),
        ]
    nodes = [n for n in nodes if not (n.op_type == "Transpose" and n.input[0] in gone)]
    for t in [t for t in g.initializer if t.name in gone]:
        g.initializer.remove(t)
    del g.node[:]
    g.node.extend(nodes)
    return graph


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--out", default=os.path.dirname(here))
    parser.add_argument("--fill", type=int)
    o = parser.parse_args()
    network = load(o.weights, o.fill)
    words = network.tok.weight.shape[0]
    places = write_weights(network, os.path.join(o.out, WEIGHTS))
    base = lambda: trace(words, False)
    graphs = {"nano-v1": base(), "nano-v1-edit": trace(words, True), "nano-v1-int8": quantise(base())}
    for name, graph in graphs.items():
        path = os.path.join(o.out, name + ".onnx")
        with open(path, "wb") as out:
            out.write(externalise(graph, places).SerializeToString())
        print(f"{path}: {os.path.getsize(path) / 1e3:.0f} kB")
    print(f"{sum(n for _, n in places.values()) / 1e6:.1f} MB of weights, {words} words")


if __name__ == "__main__":
    main()
