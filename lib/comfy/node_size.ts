import type { NodeShape } from "./shapes.ts";

/** Room for a text of several lines, a picture, or an output's pictures, px beyond the plain node. */
const roomy: Record<string, [width: number, more: number]> = {
  CLIPTextEncode: [400, 130],
  TextEncodeZImageOmni: [400, 130],
  LoadImage: [300, 240],
  LoadImageMask: [300, 240],
  SaveImage: [420, 400],
  PreviewImage: [420, 400],
};

/**
 * Size of a node on ComfyUI's page, px, without its title of 30 px: 20 px for each row of sockets,
 * 24 px for each widget. The page makes smaller nodes larger by itself, and then they overlap.
 */
export function nodeSize(classType: string, shape: NodeShape): [number, number] {
  const rows = Math.max(shape.sockets.length, shape.outputs.length);
  const widgets = shape.widgets.length;
  const [width, more] = roomy[classType] ?? [300, 0];
  return [width, rows * 20 + (widgets > 0 ? widgets * 24 + 14 : 6) + more];
}
