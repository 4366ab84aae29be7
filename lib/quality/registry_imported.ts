import type { Direction, Metric } from "./metric.ts";
import { papers } from "./registry_papers.ts";

type Row = [name: string, label: string, lo: number, hi: number, paper: keyof typeof papers];

const [up, down]: Direction[] = ["higher", "lower"];

/**
 * Full-reference metrics of pyiqa. Direction, range and reference are those of pyiqa 0.1.16's own
 * configuration (`default_model_configs.py`), the names those of its model card; ranges are soft.
 */
const fullReference: [Direction, Row[]][] = [
  [up, [
    ["psnry", "PSNR, Y channel", 0, 60, "none"],
    ["ssim_y", "SSIM, Y channel", 0, 1, "ssim"],
    ["ssimc", "SSIM of pyiqa, RGB", 0, 1, "ssim"],
    ["ms_ssim_y", "MS-SSIM, Y channel", 0, 1, "msssim"],
    ["cw_ssim", "CW-SSIM", 0, 1, "cwssim"],
    ["fsim", "FSIM", 0, 1, "fsim"],
    ["vsi", "VSI", 0, 1, "vsi"],
    ["vif", "VIF", 0, 1, "vif"],
    ["ahiq", "AHIQ", 0, 1, "ahiq"],
    ["ckdn", "CKDN", 0, 1, "ckdn"],
    ["topiq_fr", "TOPIQ, full reference", 0, 1, "topiq"],
  ]],
  [down, [
    ["lpips", "LPIPS (AlexNet)", 0, 1, "lpips"],
    ["lpips-vgg", "LPIPS (VGG)", 0, 1, "lpips"],
    ["lpips+", "LPIPS+ (AlexNet)", 0, 1, "topiq"],
    ["lpips-vgg+", "LPIPS+ (VGG)", 0, 1, "topiq"],
    ["stlpips", "ST-LPIPS (AlexNet)", 0, 1, "stlpips"],
    ["stlpips-vgg", "ST-LPIPS (VGG)", 0, 1, "stlpips"],
    ["dists", "DISTS", 0, 1, "dists"],
    ["deepdc", "DeepDC", 0, 1, "deepdc"],
    ["pieapp", "PieAPP", 0, 5, "pieapp"],
    ["gmsd_y", "GMSD, Y channel", 0, 1, "gmsd"],
    ["nlpd", "NLPD", 0, 1, "nlpd"],
    ["mad", "MAD", 0, Infinity, "mad"],
    ["msswd", "MS-SWD", 0, 10, "msswd"],
  ]],
];

/** Its metrics without reference. */
const noReference: [Direction, Row[]][] = [
  [up, [
    ["nrqm", "NRQM (Ma)", 0, 10, "nrqm"],
    ["cnniqa", "CNNIQA", 0, 1, "cnniqa"],
    ["dbcnn", "DBCNN", 0, 1, "dbcnn"],
    ["hyperiqa", "HyperIQA", 0, 1, "hyperiqa"],
    ["paq2piq", "PaQ-2-PiQ", 0, 100, "paq2piq"],
    ["musiq", "MUSIQ (KonIQ)", 0, 100, "musiq"],
    ["musiq-spaq", "MUSIQ (SPAQ)", 0, 100, "musiq"],
    ["musiq-paq2piq", "MUSIQ (PaQ-2-PiQ)", 0, 100, "musiq"],
    ["musiq-ava", "MUSIQ (AVA)", 1, 10, "musiq"],
    ["nima", "NIMA (AVA)", 0, 10, "nima"],
    ["nima-vgg16-ava", "NIMA (VGG16, AVA)", 0, 10, "nima"],
    ["nima-koniq", "NIMA (KonIQ)", 0, 1, "nima"],
    ["nima-spaq", "NIMA (SPAQ)", 0, 1, "nima"],
    ["maniqa", "MANIQA (KonIQ)", 0, 1, "maniqa"],
    ["maniqa-kadid", "MANIQA (KADID)", 0, 1, "maniqa"],
    ["maniqa-pipal", "MANIQA (PIPAL)", 0, 1, "maniqa"],
    ["clipiqa", "CLIP-IQA", 0, 1, "clipiqa"],
    ["clipiqa+", "CLIP-IQA+", 0, 1, "clipiqa"],
    ["clipiqa+_rn50_512", "CLIP-IQA+ (RN50, 512)", 0, 1, "clipiqa"],
    ["clipiqa+_vitl14_512", "CLIP-IQA+ (ViT-L/14, 512)", 0, 1, "clipiqa"],
    ["clipscore", "CLIPScore", 0, 2.5, "clipscore"],
    ["laion_aes", "LAION aesthetics", 1, 10, "laion"],
    ["topiq_nr", "TOPIQ (KonIQ)", 0, 1, "topiq"],
    ["topiq_nr-flive", "TOPIQ (FLIVE)", 0, 1, "topiq"],
    ["topiq_nr-spaq", "TOPIQ (SPAQ)", 0, 1, "topiq"],
    ["topiq_iaa", "TOPIQ, aesthetics", 1, 10, "topiq"],
    ["tres", "TReS (KonIQ)", 0, 100, "tres"],
    ["liqe", "LIQE", 1, 5, "liqe"],
    ["liqe_mix", "LIQE (mixed)", 1, 5, "liqe"],
    ["qalign", "Q-Align", 1, 5, "qalign"],
    ["qalign_8bit", "Q-Align (8 bit)", 1, 5, "qalign"],
    ["qalign_4bit", "Q-Align (4 bit)", 1, 5, "qalign"],
    ["arniqa", "ARNIQA (KonIQ)", 0, 1, "arniqa"],
    ["unique", "UNIQUE", -3, 3, "unique"],
    ["entropy", "entropy", 0, 8, "none"],
  ]],
  [down, [
    ["niqe", "NIQE", 0, 100, "niqe"],
    ["niqe_matlab", "NIQE (Matlab)", 0, 100, "niqe"],
    ["ilniqe", "IL-NIQE", 0, 100, "ilniqe"],
    ["brisque", "BRISQUE", 0, 150, "brisque"],
    ["brisque_matlab", "BRISQUE (Matlab)", 0, 100, "brisque"],
    ["piqe", "PIQE", 0, 100, "piqe"],
    ["pi", "PI (perceptual index)", 0, Infinity, "pi"],
  ]],
];

/** Metrics of sets, whichever tool computed them: a row's `tool` says which, and they differ. */
const ofSets: [Direction, Row[]][] = [
  [down, [
    ["fid", "FID", 0, Infinity, "fid"],
    // An unbiased estimate of a small number may be negative.
    ["kid", "KID", -0.1, Infinity, "kid"],
    ["ppl", "PPL", 0, Infinity, "ppl"],
    ["sfid", "sFID", 0, Infinity, "sfid"],
    ["fid_dinov2", "Fréchet distance (DINOv2)", 0, Infinity, "dinov2"],
    ["frechet", "Fréchet distance", 0, Infinity, "fid"],
    ["kernel", "kernel distance", -Infinity, Infinity, "kid"],
  ]],
  [up, [
    ["inception_score", "Inception score", 1, Infinity, "is"],
    ["precision", "precision", 0, 1, "prc"],
    ["recall", "recall", 0, 1, "prc"],
    ["f_score", "F score of precision and recall", 0, 1, "prc"],
  ]],
];

/** Metrics whose values other tools compute; the registry knows them by name. */
export const importedMetrics: Metric[] = [
  ...entries(fullReference, "picture", true, "pyiqa"),
  ...entries(noReference, "picture", false, "pyiqa"),
  ...entries(ofSets, "set", true, "torch-fidelity"),
  ...entries(
    [[up, [["geneval", "GenEval, correct", 0, 1, "geneval"]]]],
    "picture",
    false,
    "geneval",
  ),
];

function entries(
  groups: [Direction, Row[]][],
  kind: Metric["kind"],
  reference: boolean,
  tool: string,
): Metric[] {
  const own: Record<string, Partial<Metric>> = {
    sfid: { tool: "pyiqa" },
    fid_dinov2: { tool: "pyiqa" },
    frechet: { tool: "kgen" },
    kernel: { tool: "kgen" },
    inception_score: { reference: false },
    ppl: { reference: false },
  };
  return groups.flatMap(([direction, rows]) =>
    rows.map(([name, label, lo, hi, paper]): Metric => ({
      ...{ name, label, direction, range: [lo, hi], unit: "", reference, kind, tool },
      citation: papers[paper],
      ...own[name],
    }))
  );
}
