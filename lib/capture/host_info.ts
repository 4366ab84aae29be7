/** Where a Run was made. */
export interface HostInfo {
  /** Without credentials. */
  url: string;
  kind: "embedded" | "remote";
  comfyui: string | null;
  python: string | null;
  pytorch: string | null;
  os: string | null;
  device: string | null;
  /** Name of the GPU; null when the host computes on a CPU. */
  gpu: string | null;
  /** Bytes of GPU memory; null without a GPU. */
  vramTotal: number | null;
}
