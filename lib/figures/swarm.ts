/**
 * How far each dot stands above or below the line so that none touches another: in order of x, each takes the free
 * place nearest to the line, above first. The same dots give the same swarm.
 *
 * @param room distance of two centres that touch no longer
 */
export function swarm(xs: readonly number[], room: number): number[] {
  const order = xs.map((_, i) => i).sort((a, b) => xs[a] - xs[b] || a - b);
  const offsets = xs.map(() => 0);
  const placed: number[] = [];
  for (const i of order) {
    const near = placed.filter((j) => Math.abs(xs[j] - xs[i]) < room);
    const free = (y: number) =>
      near.every((j) => Math.hypot(xs[j] - xs[i], offsets[j] - y) >= room - 1e-9);
    const tries = near.flatMap((j) => {
      const rise = Math.sqrt(room ** 2 - (xs[j] - xs[i]) ** 2);
      return [offsets[j] - rise, offsets[j] + rise];
    });
    offsets[i] = [0, ...tries].filter(free).sort((a, b) => Math.abs(a) - Math.abs(b) || a - b)[0];
    placed.push(i);
  }
  return offsets;
}
