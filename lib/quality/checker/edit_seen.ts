import type { EditCase, EditVerdict } from "./edit_case.ts";
import type { Emoji, Reference } from "./reference.ts";
import type { Sight } from "./sight.ts";

/** The emoji of a hexcode. @throws {RangeError} the reference has none */
export function emojiOfHexcode(r: Reference, hexcode: string): Emoji {
  const found = r.emoji.find((e) => e.hexcode === hexcode);
  if (found) return found;
  throw new RangeError(`The checker's reference has no emoji ${hexcode}.`);
}

/** Whether every wanted thing, or a twin of it, is at its place, and nothing else. */
export function showsObjects(r: Reference, c: EditCase, seen: Sight): boolean {
  const { objects } = c.want;
  return seen.things.length === objects.length && objects.every((o) => {
    const thing = seen.things.find((t) => t.place === o.place);
    return thing?.emoji.twin === emojiOfHexcode(r, o.hexcode).twin;
  });
}

/** Followed where all checks hold. */
export function verdictOf(
  checks: Record<string, boolean>,
  o: { told?: Record<string, boolean>; scores?: Record<string, number> } = {},
): EditVerdict {
  const followed = Object.values(checks).every(Boolean);
  return { followed, checks, told: o.told ?? {}, scores: o.scores ?? {} };
}
