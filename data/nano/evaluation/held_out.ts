/** The rule of data/checker/README.md: whether training leaves out a combination of things, background and font. */
export function heldOut(a: string, b: string, colour: string, style: string | null): boolean {
  let h = 0x811c9dc5;
  for (const x of new TextEncoder().encode(`${a}+${b}|${colour}|${style ?? "any"}`)) {
    h = Math.imul(h ^ x, 0x01000193) >>> 0;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  return (h ^ (h >>> 13)) % 8 === 0;
}
