import type { Expectation } from "./expectation.ts";
import type { Sight } from "./sight.ts";

/**
 * What a picture shows that its prompt did not ask for: the side products (副产物) of the seed document. Names of sure things that answer no part
 * of the prompt at their place, and the background where it is another than asked ("red background"). What the checker is not sure
 * of does not count: a blur resembles something, too.
 *
 * @example
 * ```ts
 * import { Checker, expectation, type Picture, sideProducts } from "@kgen/quality";
 * import assert from "node:assert/strict";
 *
 * // A picture of nothing but blue.
 * const data = Uint8Array.from({ length: 96 * 96 * 3 }, (_, i) => [58, 120, 214][i % 3]);
 * const blue: Picture = { width: 96, height: 96, channels: 3, data };
 * assert.deepEqual(sideProducts(expectation("cat"), new Checker().look(blue)), ["blue background"]);
 * ```
 */
export function sideProducts(wanted: Expectation, seen: Sight): string[] {
  const strange = seen.things.filter((thing) => {
    const here = wanted.objects.find((w) => w.place === thing.place);
    return thing.sure && !here?.accept.some((e) => e.twin === thing.emoji.twin);
  }).map((thing) => thing.emoji.en);
  const ground = seen.background;
  return ground.share > 0 && ground.colour !== wanted.background
    ? [...strange, `${ground.colour} background`]
    : strange;
}
