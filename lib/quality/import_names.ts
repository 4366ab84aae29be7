import { importedMetrics } from "./registry_imported.ts";

// What pyiqa computes otherwise than kgen under the same name gets a name of its own.
const pyiqaNames: Record<string, string> = {
  ssim: "ssim_y",
  ms_ssim: "ms_ssim_y",
  gmsd: "gmsd_y",
};

/** kgen's name for a metric of pyiqa. */
export function pyiqaName(name: string): string {
  const lower = name.trim().toLowerCase();
  return pyiqaNames[lower] ?? lower;
}

/** A sentence for those that are renamed, or null. */
export function pyiqaNote(name: string): string | null {
  const ours = pyiqaName(name);
  if (ours === name.trim().toLowerCase()) return null;
  return `pyiqa computes ${name} on the Y channel, kgen on RGB: it is called ${ours} here.`;
}

/** The pyiqa metric that a file is named for, as "pyiqa_lpips.csv", or null. */
export function nameFromFile(file: string): string | null {
  const base = file.replaceAll("\\", "/").split("/").pop()!.replace(/\.\w+$/, "").toLowerCase();
  const known = [...importedMetrics.map((m) => m.name), "psnr", ...Object.keys(pyiqaNames)];
  const fits = known.filter((n) => {
    const at = base.indexOf(n);
    if (at < 0) return false;
    const [before, after] = [base[at - 1] ?? "_", base[at + n.length] ?? "_"];
    return /[_\-. ]/.test(before) && /[_\-. ]/.test(after);
  });
  return fits.sort((a, b) => b.length - a.length)[0] ?? null;
}

const torchFidelityNames: Record<string, string> = {
  frechet_inception_distance: "fid",
  kernel_inception_distance_mean: "kid",
  inception_score_mean: "inception_score",
  perceptual_path_length_mean: "ppl",
};

/** Keys of torch-fidelity that tell its output from anything else. */
export const torchFidelityKeys =
  /(frechet|monge|kernel)_inception_distance|inception_score_(mean|std)|perceptual_path_length|^f_score$/;

/** kgen's name for a key of torch-fidelity. */
export function torchFidelityName(key: string): string {
  return torchFidelityNames[key] ?? key.replace(/_mean$/, "");
}
