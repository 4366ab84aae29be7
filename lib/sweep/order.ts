import type { Cell } from "./cell.ts";
import { seeded, shuffled } from "./random.ts";

/**
 * The order in which cells are run.
 *
 * Interleaved: round after round, each with the r-th repeat of every condition, so that a drift of the
 * machine falls on all conditions alike. Within a round the conditions that load the same model stand
 * together, since loading in between would make every run a cold one; loads and the conditions within a
 * load are shuffled by the seed, anew in each round.
 */
export function ordered(
  cells: readonly Cell[],
  interleave: boolean | "group",
  seed: number,
): Cell[] {
  if (interleave === false) return [...cells];
  const random = seeded(seed);
  if (interleave === true) return rounds(cells, random);
  return [...by(cells, (c) => c.group).values()].flatMap((group) => rounds(group, random));
}

function rounds(cells: readonly Cell[], random: () => number): Cell[] {
  const mixed = cells.filter((c) => !c.block);
  const byRound = [...by(mixed, (c) => c.repeat)].sort(([a], [b]) => a - b);
  const inRounds = byRound.flatMap(([, round]) =>
    shuffled([...by(round, (c) => c.load).values()], random)
      .flatMap((load) => shuffled(load, random))
  );
  return [...inRounds, ...cells.filter((c) => c.block)];
}

function by<T, K>(list: readonly T[], key: (t: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>();
  for (const item of list) {
    const k = key(item);
    const group = found.get(k);
    if (group) group.push(item);
    else found.set(k, [item]);
  }
  return found;
}
