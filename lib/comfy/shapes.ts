import { InvalidWorkflowError } from "./errors.ts";

/** How a node type looks on ComfyUI's page: sockets, and widgets in their order. */
export interface NodeShape {
  /** Inputs that take a link: name and type. */
  sockets: [name: string, type: string][];
  /** Widgets in the order of widgets_values. */
  widgets: string[];
  outputs: [name: string, type: string][];
}

const control = "control_after_generate";

/** Shapes of the core nodes that the templates use, as ComfyUI v0.33 draws them. */
const core: Record<string, NodeShape> = {
  UNETLoader: shape("", "unet_name weight_dtype", "MODEL"),
  CLIPLoader: shape("", "clip_name type device", "CLIP"),
  VAELoader: shape("", "vae_name", "VAE"),
  CLIPTextEncode: shape("clip:CLIP", "text", "CONDITIONING"),
  ConditioningZeroOut: shape("conditioning:CONDITIONING", "", "CONDITIONING"),
  EmptySD3LatentImage: shape("", "width height batch_size", "LATENT"),
  ModelSamplingAuraFlow: shape("model:MODEL", "shift", "MODEL"),
  KSampler: shape(
    "model:MODEL positive:CONDITIONING negative:CONDITIONING latent_image:LATENT",
    `seed ${control} steps cfg sampler_name scheduler denoise`,
    "LATENT",
  ),
  VAEDecode: shape("samples:LATENT vae:VAE", "", "IMAGE"),
  SaveImage: shape("images:IMAGE", "filename_prefix", ""),
  PreviewImage: shape("images:IMAGE", "", ""),
};

function shape(sockets: string, widgets: string, outputs: string): NodeShape {
  const words = (s: string) => s.split(" ").filter(Boolean);
  return {
    sockets: words(sockets).map((s) => s.split(":") as [string, string]),
    widgets: words(widgets),
    outputs: words(outputs).map((type) => [type, type]),
  };
}

/** The shape of a node type, from a host's /object_info when given, else from the table. */
export function shapeOf(classType: string, objectInfo?: Record<string, any>): NodeShape {
  const info = objectInfo?.[classType];
  if (info) return fromInfo(info);
  const known = core[classType];
  if (!known) {
    throw new InvalidWorkflowError(
      `How ${classType} looks on ComfyUI's page is not known. Pass the objectInfo of a host that has it.`,
    );
  }
  return known;
}

/** Literals of these types are widgets, and so is every list of choices; the rest are sockets. */
const literal = new Set(["INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"]);

function fromInfo(info: any): NodeShape {
  const specs = { ...info.input?.required, ...info.input?.optional };
  const order: string[] = [
    ...(info.input_order?.required ?? Object.keys(info.input?.required ?? {})),
    ...(info.input_order?.optional ?? Object.keys(info.input?.optional ?? {})),
  ];
  const result: NodeShape = { sockets: [], widgets: [], outputs: [] };
  for (const name of order) {
    const [type, options] = specs[name];
    const isWidget = (Array.isArray(type) || literal.has(type)) && !options?.forceInput;
    if (!isWidget) result.sockets.push([name, Array.isArray(type) ? "COMBO" : type]);
    else result.widgets.push(name);
    // The page adds this one itself; the server does not know it.
    if (isWidget && options?.control_after_generate) result.widgets.push(control);
  }
  const names: string[] = info.output_name ?? info.output ?? [];
  (info.output ?? []).forEach((type: any, i: number) =>
    result.outputs.push([names[i] ?? String(type), Array.isArray(type) ? "COMBO" : type])
  );
  return result;
}
