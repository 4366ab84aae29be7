/**
 * Viridis up to nine tenths: even in lightness, so that it can be read with any colour vision and in
 * grey; its palest end is left out on white.
 */
const ANCHORS = [
  [0x44, 0x01, 0x54],
  [0x48, 0x28, 0x78],
  [0x3e, 0x49, 0x89],
  [0x31, 0x68, 0x8e],
  [0x26, 0x82, 0x8e],
  [0x1f, 0x9e, 0x89],
  [0x35, 0xb7, 0x79],
  [0x6e, 0xce, 0x58],
  [0xb5, 0xde, 0x2b],
];

/** Colour of a share between 0 (lowest) and 1 (highest). */
export function sequential(share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (ANCHORS.length - 1);
  const i = Math.min(Math.floor(place), ANCHORS.length - 2);
  const mixed = ANCHORS[i].map((c, j) => Math.round(c + (place - i) * (ANCHORS[i + 1][j] - c)));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}
