import { figureOf, higherIsBetter } from "./recommend_axes.ts";
import type { Axis, Need, Option, Stays } from "./recommend_types.ts";
import { type Ranked, weightsOf } from "./recommend_weights.ts";

/** From where to where the heaviest weight may go before another is first; the other weights keep their proportions. */
export function staysOf(ranked: readonly Ranked[], need: Need): Stays | null {
  const weights = weightsOf(need);
  if (weights.length < 2 || ranked.length < 2) return null;
  const options = ranked.map((r) => r.option);
  const [axis, weight] = weights.reduce((a, b) => b[1] > a[1] ? b : a);
  const rest = weights.filter(([a]) => a !== axis);
  const value = (o: Option, a: Axis) =>
    (higherIsBetter(a, options, need) ? 1 : -1) * Math.log(figureOf(o, a, need)!.value);
  const alone = (o: Option) => value(o, axis);
  const others = (o: Option) => rest.reduce((s, [a, w]) => s + w / (1 - weight) * value(o, a), 0);
  const first = ranked[0].option;
  const found: Stays = { axis, weight, from: 0, to: 1, below: null, above: null };
  for (const { option } of ranked.slice(1)) {
    // The lead is a line in the weight: lead(w) = w·a + (1 − w)·b.
    const a = alone(first) - alone(option), b = others(first) - others(option);
    const at = b / (b - a);
    if (!(at >= 0 && at <= 1)) continue;
    if (at <= weight && at >= found.from && a > b) {
      Object.assign(found, { from: at, below: option.name });
    }
    if (at >= weight && at <= found.to && a < b) {
      Object.assign(found, { to: at, above: option.name });
    }
  }
  return found;
}
