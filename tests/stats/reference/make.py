"""Makes reference.jsonl, one part a line: data and what statsmodels, SciPy and NumPy say about them. See README.md."""
import json
import numpy as np, scipy, scipy.stats as st, statsmodels, statsmodels.api as sm
from scipy.integrate import quad
from scipy.optimize import brentq, curve_fit, minimize_scalar

rng = np.random.default_rng(20260)
r6 = lambda a: np.round(np.asarray(a, float), 6)
out = {"versions": {m.__name__: m.__version__ for m in (np, scipy, statsmodels)}}

# 1. Two predictors, errors that are autocorrelated and grow with a.
n = 60
a, b, w = r6(rng.uniform(0, 10, n)), r6(rng.normal(size=n)), r6(rng.uniform(.5, 3, n))
e = np.zeros(n)
for i in range(n):
    e[i] = (0.6 * e[i - 1] if i else 0) + rng.normal()
y = r6(2 + 0.7 * a - 1.3 * b + e * (0.3 + 0.1 * a))
X = np.column_stack([np.ones(n), a, b])
cov = lambda model, **k: model.fit(use_t=True, **k)
hac = lambda lags: dict(cov_type="HAC", cov_kwds=dict(maxlags=lags, use_correction=True))
auto = int(np.floor(4 * (n / 100) ** (2 / 9)))
ols, wls = sm.OLS(y, X), sm.WLS(y, X, weights=w)
def told(f):
    return dict(covariance=f.cov_params().tolist(), se=f.bse.tolist(), t=f.tvalues.tolist(), p=f.pvalues.tolist(), ci=f.conf_int().tolist())
plain = ols.fit()
inf = plain.get_influence()

def dw_below(resid, X):  # Imhof with NumPy's eigenvalues and SciPy's quadrature
    n = len(resid)
    A = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1); A[0, 0] = A[-1, -1] = 1
    M = np.eye(n) - X @ np.linalg.pinv(X)
    d = resid @ A @ resid / (resid @ resid)
    m = np.linalg.eigvalsh(M @ A @ M)[X.shape[1]:] - d
    f = lambda u: np.sin(.5 * np.sum(np.arctan(m * u))) / (u * np.exp(.25 * np.sum(np.log1p(m * m * u * u))))
    return dict(d=float(d), below=float(.5 - sum(quad(f, lo, hi, limit=2000, epsabs=1e-12)[0] for lo, hi in ((0, 1), (1, 10), (10, 1e3), (1e3, 1e6))) / np.pi))

def band(f, rows, level=.95):
    s = f.get_prediction(rows).summary_frame(alpha=1 - level)
    return s[["mean", "mean_se", "mean_ci_lower", "mean_ci_upper", "obs_ci_lower", "obs_ci_upper"]].values.tolist()
rows = np.array([[1, 0, 0], [1, 5.5, .3], [1, 20, -2]])
f_test = plain.compare_f_test(sm.OLS(y, X[:, :1]).fit())
out["two"] = dict(a=a.tolist(), b=b.tolist(), y=y.tolist(), w=w.tolist(), auto=auto,
    HC3=told(cov(ols, cov_type="HC3")), HAC3=told(cov(ols, **hac(3))), HAC0=told(cov(ols, **hac(0))), HACauto=told(cov(ols, **hac(auto))),
    wHC3=told(cov(wls, cov_type="HC3")), wHAC5=told(cov(wls, **hac(5))),
    band=band(plain, rows), leverage=inf.hat_matrix_diag.tolist(), cook=inf.cooks_distance[0].tolist(), external=inf.resid_studentized_external.tolist(),
    durbinWatson=dw_below(plain.resid, X), fTest=[float(f_test[0]), float(f_test[1])], shapiro=[float(v) for v in st.shapiro(plain.resid)])

# 2. A line with gross errors: robust lines.
n = 25
x = r6(np.sort(rng.uniform(0, 5, n)))
y = r6(1.5 + 2 * x + .3 * rng.normal(size=n)); y[[3, 11, 20]] += [8, -6, 15]; y = r6(y)
X = sm.add_constant(x)
def huber(y, X):
    f = sm.RLM(y, X, M=sm.robust.norms.HuberT(t=1.345)).fit(maxiter=5000, tol=1e-14)
    u = f.resid / f.scale
    n, p = X.shape
    inside = (np.abs(u) <= 1.345).astype(float)
    m, v = inside.mean(), inside.var(ddof=1)
    psi = np.clip(u, -1.345, 1.345) * f.scale
    factor = np.sqrt((psi @ psi) / (n - p)) * (1 + p * v / (n * m * m)) / m  # as summary.rlm of R's MASS
    se = factor * np.sqrt(np.diag(np.linalg.inv(X.T @ X)))
    return dict(params=f.params.tolist(), scale=float(f.scale), se=se.tolist(), statsmodels_se=f.bse.tolist(), weights=f.weights.tolist())
ts = st.theilslopes(y, x, .95, method="joint")
out["line"] = dict(x=x.tolist(), y=y.tolist(), huber=huber(y, X), theilSen=dict(slope=float(ts[0]), intercept=float(ts[1]), lo=float(ts[2]), hi=float(ts[3]), p=float(st.kendalltau(x, y, method="asymptotic").pvalue)),
    durbinWatson=dw_below(sm.OLS(y, X).fit().resid, X), shapiro=[float(v) for v in st.shapiro(sm.OLS(y, X).fit().resid)])
xt = np.repeat([1., 2., 3., 4.], 5); yt = r6(xt + rng.normal(size=20))
ts = st.theilslopes(yt, xt, .9, method="joint")
out["ties"] = dict(x=xt.tolist(), y=yt.tolist(), slope=float(ts[0]), intercept=float(ts[1]), lo=float(ts[2]), hi=float(ts[3]), p=float(st.kendalltau(xt, yt, method="asymptotic").pvalue))
H = np.column_stack([np.ones(60), a, b])
yh = np.array(out["two"]["y"]); yh = yh.copy(); yh[[5, 40]] += 20
out["huberTwo"] = dict(y=yh.tolist(), **huber(yh, H))

# 3. Many rows: the beta approximation of Durbin-Watson against the exact value.
n = 300
x3 = r6(rng.uniform(0, 1, n)); e = np.zeros(n)
for i in range(n):
    e[i] = (.1 * e[i - 1] if i else 0) + rng.normal()
y3 = r6(x3 + e); X3 = sm.add_constant(x3)
out["many"] = dict(x=x3.tolist(), y=y3.tolist(), durbinWatson=dw_below(sm.OLS(y3, X3).fit().resid, X3))

# 4. Shapiro-Wilk over its branches.
out["shapiro"] = []
for size in (3, 4, 5, 6, 11, 12, 50, 700):
    v = r6(rng.normal(size=size) if size % 2 else rng.exponential(size=size))
    out["shapiro"].append(dict(values=v.tolist(), W=float(st.shapiro(v)[0]), p=float(st.shapiro(v)[1])))

# 5. A broken line, by brute force: least squares for each place.
n = 40
xs = r6(rng.permutation(np.linspace(20, 80, n))); ys = r6(3 + .05 * xs - .09 * np.maximum(xs - 52.3, 0) + .25 * rng.normal(size=n))
basis = lambda c: np.column_stack([np.ones(n), xs, np.maximum(xs - c, 0)])
def rss(c):
    B = basis(c); r = ys - B @ np.linalg.lstsq(B, ys, rcond=None)[0]
    return r @ r
u = np.sort(xs)
best = min((minimize_scalar(rss, bounds=(u[k], u[k + 1]), method="bounded", options=dict(xatol=1e-10)) for k in range(2, n - 3)), key=lambda m: m.fun)
c, low = best.x, best.fun
beta = np.linalg.lstsq(basis(c), ys, rcond=None)[0]
J = np.column_stack([np.ones(n), xs - np.maximum(xs - c, 0), np.maximum(xs - c, 0), -beta[2] * (xs > c)])
V = np.linalg.inv(J.T @ J) * low / (n - 4)
limit = low * (1 + st.f.ppf(.95, 1, n - 4) / (n - 4))
grid = np.linspace(u[2], u[-3], 20001); ok = np.array([rss(g) <= limit for g in grid])
i, j = ok.argmax(), len(ok) - 1 - ok[::-1].argmax()
ci = [brentq(lambda g: rss(g) - limit, grid[i - 1], grid[i]), brentq(lambda g: rss(g) - limit, grid[j], grid[j + 1])]
B0 = np.column_stack([np.ones(n), xs]); r0 = ys - B0 @ np.linalg.lstsq(B0, ys, rcond=None)[0]
out["broken"] = dict(x=xs.tolist(), y=ys.tolist(), place=float(c), ci=[float(v) for v in ci], before=float(beta[1]), after=float(beta[1] + beta[2]), se=np.sqrt(np.diag(V))[1:3].tolist(), rss=float(low), supF=float((r0 @ r0 - low) / 2 / (low / (n - 4))))

# 6. A curve: band by the delta method from SciPy's covariance.
t = r6(np.linspace(.05, 2, 15)); I = r6(.9 * (1 - np.exp(-2.5 * t)) + .02 * rng.normal(size=15))
model = lambda t, P, k: P * (1 - np.exp(-k * t))
p, C = curve_fit(model, t, I, [1, 1], xtol=1e-15, ftol=1e-15)
grad = lambda t: np.array([1 - np.exp(-p[1] * t), p[0] * t * np.exp(-p[1] * t)])
s2 = np.sum((I - model(t, *p)) ** 2) / 13; q = st.t.ppf(.975, 13)
out["curve"] = dict(t=t.tolist(), I=I.tolist(), params=p.tolist(), band=[[float(model(v, *p)), float(np.sqrt(grad(v) @ C @ grad(v))), float(q * np.sqrt(s2 + grad(v) @ C @ grad(v)))] for v in (.1, 1, 3)])
Jc = np.column_stack([1 - np.exp(-p[1] * t), p[0] * t * np.exp(-p[1] * t)]); rc = I - model(t, *p)
G = np.linalg.inv(Jc.T @ Jc) @ Jc.T; h = np.sum((Jc @ np.linalg.inv(Jc.T @ Jc)) * Jc, axis=1)
out["curve"]["HC3"] = (G @ np.diag((rc / (1 - h)) ** 2) @ G.T).tolist()

# 7. BCa from given replicates; the normal distribution; xoshiro128** on Python's whole numbers.
reps = r6(rng.gamma(9, size=400)); jack = r6(rng.gamma(4, size=30)); est = 8.5
z0 = st.norm.ppf(np.mean(reps < est)); d = jack.mean() - jack; acc = np.sum(d ** 3) / (6 * np.sum(d ** 2) ** 1.5)
alpha = [st.norm.cdf(z0 + (z0 + z) / (1 - acc * (z0 + z))) for z in st.norm.ppf([.025, .975])]
out["bca"] = dict(replicates=reps.tolist(), jackknife=jack.tolist(), estimate=est, bca=np.quantile(reps, alpha).tolist(), percentile=np.quantile(reps, [.025, .975]).tolist())
ps = [1e-300, 1e-12, .001, .02425, .3, .5, .9, .999999]; zs = [-8., -1, 0, .5, 2.49, 2.5, 6, 30]
out["normal"] = dict(p=ps, quantile=st.norm.ppf(ps).tolist(), z=zs, above=st.norm.sf(zs).tolist())
s, M32, bits = [1, 2, 3, 4], 2 ** 32 - 1, []
rot = lambda v, k: ((v << k) | (v >> (32 - k))) & M32
for _ in range(10):
    bits.append(rot(s[1] * 5 & M32, 7) * 9 & M32); q = s[1] << 9 & M32
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= q; s[3] = rot(s[3], 11)
out["xoshiro"] = bits
with open("reference.jsonl", "w") as file:
    for part, value in out.items():
        file.write(json.dumps({"part": part, "value": value}) + "\n")
