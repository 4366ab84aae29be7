/** What stands where in the markup of a figure. */
type Attributes = Record<string, string>;

/** The attributes of every element of that name, in order. */
export function elements(svg: string, name: string): Attributes[] {
  return [...svg.matchAll(new RegExp(`<${name}\\b([^>]*)>`, "g"))].map(([, text]) =>
    Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]))
  );
}

/** The groups that a mark drew: "dot", "line", "area", "rect", "rule". */
export function groups(svg: string, mark: string): string[] {
  return [...svg.matchAll(new RegExp(`<g[^>]*aria-label="${mark}"[^>]*>(.*?)</g>`, "gs"))]
    .map((m) => m[1]);
}

/** Circles of the plot, not of the legend. */
export function dots(svg: string): { x: number; y: number; fill: string }[] {
  return groups(svg, "dot").flatMap((g) => elements(g, "circle"))
    .map(({ cx, cy, fill }) => ({ x: Number(cx), y: Number(cy), fill }));
}

/** Where the labelled ticks of an axis stand: [value, pixel]; the first panel's unless told otherwise. */
export function ticksOf(svg: string, axis: "x" | "y", which = 0): [value: number, pixel: number][] {
  const group = groups(svg, `${axis}-axis tick label`)[which];
  return [...group.matchAll(/translate\(([-\d.]+),([-\d.]+)\)"[^>]*>([^<]*)</g)].map((m) => [
    Number(m[3].replace("−", "-")),
    Number(m[axis === "x" ? 1 : 2]),
  ]);
}

/** Value to pixel by an axis's first and last tick. */
export function scale(ticks: [number, number][]): (value: number) => number {
  const [[v0, p0], [v1, p1]] = [ticks[0], ticks.at(-1)!];
  return (v) => p0 + (p1 - p0) * (v - v0) / (v1 - v0);
}
