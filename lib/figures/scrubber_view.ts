import type { ScrubberData } from "./scrubber_data.ts";

/**
 * Builds the view in a page. It is written into the page as text, so it may use nothing from outside itself, and no word that
 * `checkOutputs` takes for a number that came out as nothing.
 *
 * @param data steps, completeness and fits
 * @param colours of text, order 1, order 2, second text, rules
 * @param font the family
 */
export function scrubberView(
  data: ScrubberData,
  colours: { ink: string; one: string; two: string; faint: string; rule: string },
  font: string,
): void {
  const mark = "data-kgen-scrubber";
  const script = document.currentScript;
  const root = (script && script.closest(`[${mark}]`)) ||
    document.querySelector(`[${mark}]:not([data-ready])`);
  if (!root) return;
  root.setAttribute("data-ready", "");
  const frames = root.querySelector("[data-frames]") as HTMLElement;
  const pictures = Array.from(frames.children).map((f) => f.querySelector("img"));
  frames.hidden = true;
  frames.style.display = "none";
  const host = document.createElement("div");
  // JupyterLab looks for it from here upwards, and would take the arrow keys for itself.
  host.setAttribute("data-lm-suppress-shortcuts", "true");
  root.appendChild(host);
  const shadow = host.attachShadow({ mode: "open" });
  const { steps } = data;
  const last = steps.length - 1;
  shadow.innerHTML = `<style>
:host{display:block}*{box-sizing:border-box}
.all{font:14px/1.45 ${font};color:${colours.ink};background:#fff;border:1px solid ${colours.rule};border-radius:6px;padding:12px;max-width:800px}
.top{display:flex;flex-wrap:wrap;gap:12px}.frame{flex:0 0 auto;width:208px;max-width:100%}.frame img{width:208px;height:208px;object-fit:contain;display:block;background:#f2f2f2}
.none{width:208px;height:208px;border:1px dashed ${colours.faint};display:flex;align-items:center;justify-content:center;color:${colours.faint}}
.plot{flex:1 1 280px;min-width:0}svg{width:100%;height:auto;display:block}svg text{font-family:inherit;fill:${colours.ink}}
.row{display:flex;gap:8px;align-items:center;margin:10px 0 6px}input{flex:1;min-width:0;height:28px;margin:0;accent-color:${colours.one}}
button{font:inherit;color:${colours.ink};background:#f2f2f2;border:1px solid ${colours.faint};border-radius:4px;min-width:74px;height:32px;cursor:pointer}
:focus-visible{outline:3px solid #E69F00;outline-offset:2px}p{margin:4px 0}.faint{color:${colours.faint}}b{font-variant-numeric:tabular-nums}
</style><div class="all"><div class="top"><div class="frame"></div><div class="plot"></div></div>
<div class="row"><button type="button">Play</button><input type="range" min="0" max="${last}" step="1" value="${last}" aria-label="Step of the run"></div>
<p class="where"></p><p class="fit one"></p><p class="fit two"></p>
<p class="faint">Slider or arrow keys move through the frames; Home and End go to the ends. Both laws are fitted anew to the frames up to each step.</p></div>`;
  const find = (name: string) => shadow.querySelector(name) as HTMLElement;
  const slider = find("input") as HTMLInputElement, button = find("button");

  const W = innerWidth < 520 ? 330 : 480, H = 236, L = 44, R = 12, T = 10, B = 34, KH = 104;
  const timed = steps.filter((s) => s.at !== null && s.I !== null);
  const tMax = Math.max(...timed.map((s) => s.at!), 1e-9);
  const low = Math.min(0, ...timed.map((s) => s.I!));
  const x = (t: number) => L + (W - L - R) * t / tMax;
  const y = (I: number) => T + (H - T - B) * (1.05 - I) / (1.05 - low);
  const known = steps.map((s) => s.fits[0] && s.fits[0][0]).filter((k) => k !== null) as number[];
  const known2 = steps.map((s) => s.fits[1] && s.fits[1][0]).filter((k) => k !== null) as number[];
  const late = known.slice(known.length >> 1).concat(known2.slice(known2.length >> 1));
  const kMax = 1.5 * Math.max(1e-9, ...late);
  const ky = (k: number) => H + 8 + (KH - B - 8) * (1 - Math.max(0, Math.min(1, k / kMax)));
  const text = (px: number, py: number, words: string, more = "") =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" font-size="12" ${more}>${words}</text>`;
  const ticks = (most: number, n: number) => {
    const rough = most / n, p = Math.pow(10, Math.floor(Math.log10(rough)));
    const size = [1, 2, 5, 10].find((m) => m * p >= rough)! * p;
    const all = [];
    for (let v = 0; v <= most * 1.0001; v += size) all.push(Number(v.toPrecision(6)));
    return all;
  };
  const line = (from: number[], to: number[], more: string) =>
    `<line x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${to[0].toFixed(1)}" y2="${
      to[1].toFixed(1)
    }" ${more}/>`;
  const rule = `stroke="${colours.rule}"`;
  let still = "";
  for (const v of [0, 0.25, 0.5, 0.75, 1]) {
    still += line([L, y(v)], [W - R, y(v)], rule) +
      text(L - 6, y(v) + 4, String(v), 'text-anchor="end"');
  }
  for (const v of ticks(tMax, 5)) {
    still += line([x(v), H - B], [x(v), H - B + 4], `stroke="${colours.ink}"`) +
      text(x(v), H - B + 16, String(v), 'text-anchor="middle"');
  }
  for (const v of ticks(kMax, 3)) {
    still += line([L, ky(v)], [W - R, ky(v)], rule) +
      text(L - 6, ky(v) + 4, String(v), 'text-anchor="end"');
  }
  still +=
    text((L + W - R) / 2, H - 4, data.clock, `text-anchor="middle" style="fill:${colours.faint}"`) +
    text(6, y(0.625) + 4, "I", 'font-style="italic"') +
    text(
      (L + W - R) / 2,
      H + KH - 18,
      W < 400
        ? "k·C of the frames so far (s⁻¹)"
        : "k·C of the frames so far (s⁻¹), band: 95 % interval of n = 1",
      `text-anchor="middle" style="fill:${colours.faint}"`,
    );

  const path = (points: number[][]) =>
    points.map((p, i) => `${i ? "L" : "M"}${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("");
  const laws = [(v: number) => 1 - Math.exp(-v), (v: number) => v / (1 + v)];
  const looks = [`stroke="${colours.one}"`, `stroke="${colours.two}" stroke-dasharray="6 4"`];
  const kLine = (which: number) =>
    path(
      steps.filter((s) => s.fits[which] && s.at !== null).map((
        s,
      ) => [x(s.at!), ky(s.fits[which]![0])]),
    );
  const banded = steps.filter((s) => s.fits[0] && s.at !== null);
  if (banded.length) {
    const band = path(
      banded.map((s) => [x(s.at!), ky(s.fits[0]![1])])
        .concat(banded.map((s) => [x(s.at!), ky(s.fits[0]![2])]).reverse()),
    );
    still += `<path d="${band}Z" fill="${colours.one}" fill-opacity="0.2"/>`;
  }
  for (const which of [0, 1]) {
    still += `<path d="${kLine(which)}" fill="none" ${looks[which]} stroke-width="1.5"/>`;
  }
  const round = (v: number) => String(Number(v.toPrecision(3)));
  const law = (which: number, s: ScrubberData["steps"][number]) => {
    const f = s.fits[which];
    const name = `n = ${which + 1}`;
    return f
      ? `${name}: k·C = ${round(f[0])} s⁻¹, 95 % interval ${round(f[1])} to ${round(f[2])}`
      : `${name}: no fit yet`;
  };

  const draw = (i: number) => {
    const s = steps[i];
    let moving = "";
    for (const p of steps) {
      if (p.at === null || p.I === null) continue;
      const past = p.step <= s.step, now = p.step === s.step;
      const fill = past && p.used ? colours.ink : "#fff";
      moving += `<circle cx="${x(p.at).toFixed(1)}" cy="${y(p.I).toFixed(1)}" r="${
        now ? 6 : 3.5
      }" fill="${fill}" stroke="${past ? colours.ink : "#8c8c8c"}" stroke-width="${
        now ? 2.5 : 1.3
      }"/>`;
    }
    for (const which of [0, 1]) {
      const f = s.fits[which];
      if (!f || s.at === null) continue;
      const curve = Array.from(
        { length: 81 },
        (_, n) => [x(tMax * n / 80), y(laws[which](f[0] * tMax * n / 80))],
      );
      moving += `<path d="${path(curve)}" fill="none" ${looks[which]} stroke-width="2"/>`;
      const size = which ? 'r="4" fill="#fff"' : 'r="4"';
      moving += `<circle cx="${x(s.at).toFixed(1)}" cy="${
        ky(f[0]).toFixed(1)
      }" ${size} stroke-width="2" stroke="${which ? colours.two : colours.one}"${
        which ? "" : ` fill="${colours.one}"`
      }/>`;
    }
    if (s.at !== null) {
      moving += line(
        [x(s.at), T],
        [x(s.at), H + KH - B],
        `stroke="${colours.faint}" stroke-dasharray="2 3"`,
      );
    }
    const where = `Step ${s.step} of ${steps[last].step}, ${s.nfe} NFE, t = ${s.t} s${
      s.sigma === null ? "" : `, σ ${round(s.sigma)}`
    }${s.I === null ? "" : `, I (${data.metric}) = ${s.I.toFixed(2)}`}`;
    const fits = [law(0, s), law(1, s)];
    find(".plot").innerHTML = `<svg viewBox="0 0 ${W} ${
      H + KH - 10
    }" role="img" aria-label="Completeness against time, and the rate of both laws. ${where}. ${
      fits.join(". ")
    }">${still}${moving}</svg>`;
    const picture = pictures[i];
    find(".frame").innerHTML = picture
      ? `<img src="${picture.src}" alt="The model's guess of the picture at step ${s.step}">`
      : `<div class="none">no frame</div>`;
    find(".where").innerHTML = `<b>${where}</b>`;
    find(".one").innerHTML =
      `<span aria-hidden="true" style="color:${colours.one};font-weight:700">━━ </span>${
        fits[0]
      } (${s.n} frames)`;
    find(".two").innerHTML =
      `<span aria-hidden="true" style="color:${colours.two};font-weight:700">╍╍ </span>${fits[1]}`;
    slider.value = String(i);
    slider.setAttribute("aria-valuetext", `${where}. ${fits.join(". ")}`);
  };

  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    button.textContent = "Play";
  };
  const go = (i: number) => draw(Math.max(0, Math.min(last, i)));
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  button.addEventListener("click", () => {
    if (timer !== null) return stop();
    button.textContent = "Pause";
    if (Number(slider.value) === last) go(0);
    timer = setInterval(() => {
      if (Number(slider.value) >= last) return stop();
      go(Number(slider.value) + 1);
    }, Math.max(120, Math.min(500, 6000 / steps.length)));
  });
  // The slider has these keys by itself; here they work on the button too.
  button.addEventListener("keydown", (event) => {
    const now = Number(slider.value);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: last }[event.key];
    if (to === void 0) return;
    event.preventDefault();
    stop();
    go(to);
  });
  draw(last);
}
