/** A background colour of the nano model's training pictures. */
export interface Colour {
  en: string;
  zh: string;
  rgb: readonly [number, number, number];
}

/** The ten backgrounds, with the exact colours of the training pictures. */
export const palette: readonly Colour[] = [
  { en: "white", zh: "白色", rgb: [255, 255, 255] },
  { en: "black", zh: "黑色", rgb: [20, 20, 20] },
  { en: "red", zh: "红色", rgb: [226, 62, 52] },
  { en: "orange", zh: "橙色", rgb: [245, 150, 40] },
  { en: "yellow", zh: "黄色", rgb: [250, 214, 64] },
  { en: "green", zh: "绿色", rgb: [84, 176, 72] },
  { en: "blue", zh: "蓝色", rgb: [58, 120, 214] },
  { en: "purple", zh: "紫色", rgb: [140, 84, 190] },
  { en: "pink", zh: "粉色", rgb: [246, 160, 196] },
  { en: "gray", zh: "灰色", rgb: [150, 150, 150] },
];

/** Which palette colour is nearest to an 8-bit RGB colour, and how far it is (Euclid, 0 to 441). */
export function nearestColour(
  r: number,
  g: number,
  b: number,
): { index: number; distance: number } {
  let index = 0, best = Infinity;
  for (let i = 0; i < palette.length; i++) {
    const [pr, pg, pb] = palette[i].rgb;
    const d = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2;
    if (d < best) [best, index] = [d, i];
  }
  return { index, distance: Math.sqrt(best) };
}
