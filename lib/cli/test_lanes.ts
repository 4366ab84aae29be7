/**
 * Starts `works` in their order, `lanes` of them at a time; the results come in that order too.
 *
 * A work that fails rejects its own result and holds up no other. Nothing starts any more once `signal` has ended.
 *
 * @example
 * ```ts
 * import { inLanes } from "./test_lanes.ts";
 *
 * const { signal } = new AbortController();
 * const works = [1, 2, 3].map((n) => () => Promise.resolve(n * n));
 * await Promise.all(inLanes(works, 2, signal)); // [1, 4, 9]
 * ```
 */
export function inLanes<T>(
  works: readonly (() => Promise<T>)[],
  lanes: number,
  signal: AbortSignal,
): Promise<T>[] {
  const results = works.map(() => Promise.withResolvers<T>());
  // A failure is told where the result is awaited.
  for (const { promise } of results) promise.catch(() => {});
  let next = 0;
  const lane = async () => {
    while (next < works.length) {
      const i = next++;
      try {
        signal.throwIfAborted();
        results[i].resolve(await works[i]());
      } catch (error) {
        results[i].reject(error);
      }
    }
  };
  for (let i = 0; i < lanes; i++) lane();
  return results.map(({ promise }) => promise);
}
