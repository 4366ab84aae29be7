/** Top folders and files of ComfyUI: all of them are "comfy". */
const comfy =
  /^(comfy|comfy_\w+|app|api_server|middleware|utils|(nodes|execution|main|server|protocol|folder_paths|latent_preview|node_helpers|cuda_malloc)\.py)(\/|$)/;

/**
 * The module that a file of a profile belongs to: the package in site-packages, "custom_nodes/NAME", "comfy" for
 * ComfyUI's own code, "python" for the standard library, the library's name for native code.
 */
export function moduleOf(file: string | null): string {
  if (file === null || file === "") return "native";
  const path = file.replaceAll("\\", "/");
  const custom = /(?:^|\/)custom_nodes\/([^/]+)/.exec(path)?.[1];
  if (custom) return `custom_nodes/${custom.replace(/\.py$/, "")}`;
  const last = path.split("/").at(-1)!;
  if (/\.(so|dylib|dll)(\.\d+)*$/.test(last)) return last.replace(/[-.].*$/, "");
  const installed = /(?:site|dist)-packages\/([^/]+)/.exec(path)?.[1];
  if (installed) return installed.replace(/\.py$/, "");
  if (/(^|\/)python3[\d.]*\/|^<frozen/.test(path)) return "python";
  if (comfy.test(path)) return "comfy";
  return path.startsWith("/") ? "other" : path.split("/")[0].replace(/\.py$/, "");
}
