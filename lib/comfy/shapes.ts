import { InvalidWorkflowError } from "./errors.ts";

/** How a node type looks on ComfyUI's page: sockets, and widgets in their order. */
export interface NodeShape {
  /** Inputs that take a link: name and type. */
  sockets: [name: string, type: string][];
  /** Widgets in the order of widgets_values. */
  widgets: string[];
  outputs: [name: string, type: string][];
}

/** Widgets that the page adds itself; the server does not know them. */
const control = "control_after_generate";
const upload = "upload";

/** Shapes of the core nodes that the templates use, as ComfyUI v0.33 draws them. */
const core: Record<string, NodeShape> = {
  UNETLoader: shape("", "unet_name weight_dtype", "MODEL"),
  CLIPLoader: shape("", "clip_name type device", "CLIP"),
  VAELoader: shape("", "vae_name", "VAE"),
  LoraLoaderModelOnly: shape("model:MODEL", "lora_name strength_model", "MODEL"),
  ModelPatchLoader: shape("", "name", "MODEL_PATCH"),
  CLIPTextEncode: shape("clip:CLIP", "text", "CONDITIONING"),
  TextEncodeZImageOmni: shape(
    "clip:CLIP image_encoder:CLIP_VISION vae:VAE image1:IMAGE image2:IMAGE image3:IMAGE",
    "prompt auto_resize_images",
    "CONDITIONING",
  ),
  ConditioningZeroOut: shape("conditioning:CONDITIONING", "", "CONDITIONING"),
  EmptySD3LatentImage: shape("", "width height batch_size", "LATENT"),
  ModelSamplingAuraFlow: shape("model:MODEL", "shift", "MODEL"),
  ZImageFunControlnet: shape(
    "model:MODEL model_patch:MODEL_PATCH vae:VAE image:IMAGE inpaint_image:IMAGE mask:MASK",
    "strength",
    "MODEL",
  ),
  KSampler: shape(
    "model:MODEL positive:CONDITIONING negative:CONDITIONING latent_image:LATENT",
    `seed ${control} steps cfg sampler_name scheduler denoise`,
    "LATENT",
  ),
  SamplerCustomAdvanced: shape(
    "noise:NOISE guider:GUIDER sampler:SAMPLER sigmas:SIGMAS latent_image:LATENT",
    "",
    "output:LATENT denoised_output:LATENT",
  ),
  RandomNoise: shape("", `noise_seed ${control}`, "NOISE"),
  BasicGuider: shape("model:MODEL conditioning:CONDITIONING", "", "GUIDER"),
  CFGGuider: shape("model:MODEL positive:CONDITIONING negative:CONDITIONING", "cfg", "GUIDER"),
  KSamplerSelect: shape("", "sampler_name", "SAMPLER"),
  BasicScheduler: shape("model:MODEL", "scheduler steps denoise", "SIGMAS"),
  LoadImage: shape("", `image ${upload}`, "IMAGE MASK"),
  LoadImageMask: shape("", `image channel ${upload}`, "MASK"),
  ImageScaleToTotalPixels: shape(
    "image:IMAGE",
    "upscale_method megapixels resolution_steps",
    "IMAGE",
  ),
  GetImageSize: shape("image:IMAGE", "", "width:INT height:INT batch_size:INT"),
  Canny: shape("image:IMAGE", "low_threshold high_threshold", "IMAGE"),
  VAEEncode: shape("pixels:IMAGE vae:VAE", "", "LATENT"),
  SetLatentNoiseMask: shape("samples:LATENT mask:MASK", "", "LATENT"),
  VAEDecode: shape("samples:LATENT vae:VAE", "", "IMAGE"),
  SaveImage: shape("images:IMAGE", "filename_prefix", "images:IMAGE"),
  PreviewImage: shape("images:IMAGE", "", ""),
};

function shape(sockets: string, widgets: string, outputs: string): NodeShape {
  const words = (s: string) => s.split(" ").filter(Boolean);
  return {
    sockets: words(sockets).map((s) => s.split(":") as [string, string]),
    widgets: words(widgets),
    outputs: words(outputs).map((s) => [s.split(":")[0], s.split(":").at(-1)!]),
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
    if (isWidget && options?.control_after_generate) result.widgets.push(control);
  }
  if (order.some((name) => specs[name][1]?.image_upload)) result.widgets.push(upload);
  const names: string[] = info.output_name ?? info.output ?? [];
  (info.output ?? []).forEach((type: any, i: number) =>
    result.outputs.push([names[i] ?? String(type), Array.isArray(type) ? "COMBO" : type])
  );
  return result;
}
