/**
 * Moves places apart until each has `room`, as little as that allows, within lo and hi: for names beside curves. The
 * places come and go from the top down.
 */
export function spread(wanted: readonly number[], room: number, lo: number, hi: number): number[] {
  const places = [...wanted];
  for (let i = 0; i < places.length; i++) {
    places[i] = Math.max(places[i], i === 0 ? lo : places[i - 1] + room);
  }
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i], i === places.length - 1 ? hi : places[i + 1] - room);
  }
  return places;
}
