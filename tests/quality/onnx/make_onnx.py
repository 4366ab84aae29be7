"""Small ONNX files with the interface of a learned metric and of a feature extractor, values that a test can work out.

mean_square.onnx   img0, img1 float32 (N,3,H,W) in -1..1 -> dist (N): mean of (img0-img1)^2 over c, h, w. Equals 4*mse of 0..1 pictures.
mean_square_1111.onnx   the same with names in0, in1 and output (N,1,1,1), the shape that lpips.LPIPS itself gives.
mean_square_01.onnx     the same for inputs 0..1 (they are doubled and moved inside), dimensions fixed 1x3x64x64.
square_times.onnx       img0, img1 in any scale -> score (N): mean of img0*img0*img1, which tells order and scale.
mean_features.onnx image (N,3,H,W) in 0..1 -> features (N,6): mean of each channel, then mean of each channel squared.

Made on Python 3.11 in this folder: pip install onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6; python make_onnx.py. Not run by the tests.
"""
import numpy as np, onnx, onnxruntime as ort
from onnx import TensorProto as T, helper as h, numpy_helper as nh

def save(name, nodes, inputs, outputs, init=()):
    g = h.make_graph(nodes, name, [h.make_tensor_value_info(n, T.FLOAT, s) for n, s in inputs],
                     [h.make_tensor_value_info(n, T.FLOAT, s) for n, s in outputs], list(init))
    m = h.make_model(g, opset_imports=[h.make_opsetid("", 13)], producer_name="kgen tests", ir_version=8)
    onnx.checker.check_model(m); onnx.save(m, f"{name}.onnx")

free = ["n", 3, "h", "w"]
axes = dict(axes=[1, 2, 3])
save("mean_square", [h.make_node("Sub", ["img0", "img1"], ["d"]), h.make_node("Mul", ["d", "d"], ["s"]), h.make_node("ReduceMean", ["s"], ["dist"], keepdims=0, **axes)],
     [("img0", free), ("img1", free)], [("dist", ["n"])])
save("mean_square_1111", [h.make_node("Sub", ["in0", "in1"], ["d"]), h.make_node("Mul", ["d", "d"], ["s"]), h.make_node("ReduceMean", ["s"], ["out"], keepdims=1, **axes)],
     [("in0", free), ("in1", free)], [("out", ["n", 1, 1, 1])])
save("square_times", [h.make_node("Mul", ["img0", "img0"], ["s"]), h.make_node("Mul", ["s", "img1"], ["p"]), h.make_node("ReduceMean", ["p"], ["score"], keepdims=0, **axes)],
     [("img0", free), ("img1", free)], [("score", ["n"])])
two = nh.from_array(np.array(2, np.float32), "two")
save("mean_square_01", [h.make_node("Sub", ["a", "b"], ["d"]), h.make_node("Mul", ["d", "two"], ["e"]), h.make_node("Mul", ["e", "e"], ["s"]), h.make_node("ReduceMean", ["s"], ["distance"], keepdims=0, **axes)],
     [("a", [1, 3, 64, 64]), ("b", [1, 3, 64, 64])], [("distance", [1])], [two])
save("mean_features", [h.make_node("ReduceMean", ["image"], ["m"], axes=[2, 3], keepdims=0), h.make_node("Mul", ["image", "image"], ["q"]),
     h.make_node("ReduceMean", ["q"], ["k"], axes=[2, 3], keepdims=0), h.make_node("Concat", ["m", "k"], ["features"], axis=1)],
     [("image", free)], [("features", ["n", 6])])
import sys; sys.path.insert(0, ".."); import recipes as P
a, b = (P.make([["disc", 64, 64, 3, 220]] + x) for x in ([], [["gauss", 5, 40]]))
f = lambda p, lo: (p.transpose(2, 0, 1)[None].astype(np.float32) / (127.5 if lo else 255) - lo).astype(np.float32)
want = 4 * np.mean((a / 255.0 - b / 255.0) ** 2)
for n, lo in (("mean_square", 1), ("mean_square_1111", 1), ("mean_square_01", 0)):
    s = ort.InferenceSession(f"{n}.onnx")
    got = s.run(None, {i.name: f(p, lo) for i, p in zip(s.get_inputs(), (a, b))})[0]
    print(n, got.shape, float(got.reshape(-1)[0]), "wanted", want); assert abs(got.reshape(-1)[0] - want) < 1e-6
print(ort.InferenceSession("mean_features.onnx").run(None, {"image": f(a, 0)})[0])
