/** What /system_stats says, as far as it is used here. */
export interface SystemStats {
  system: Record<string, any> & {
    comfyui_version?: string;
    kgen_embedded?: string;
    /** What to know of the embedded host's models. */
    kgen_notes?: string[];
    os?: string;
    python_version?: string;
    pytorch_version?: string;
  };
  devices: (Record<string, any> & { name: string; type: string; vram_total?: number })[];
}
