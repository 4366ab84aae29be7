/** Words of the results table in the language of a card. */
export interface Words {
  measures: Record<string, string>;
  required: Record<string, string>;
  languages: Record<string, string>;
  variants: Record<string, string>;
  heads: { measure: string; figure: string; asked: string; reached: string; verdict: string };
  met: string;
  missed: (by: string) => string;
  notMeasured: string;
  /** Where an interval holds the limit; `by` is null where the value itself meets it. */
  perhaps: (by: string | null, found: string[]) => string;
  /** "0.38 to 0.45 s holds the limit 0.4 s, n = 3" */
  holds: (language: string, lo: string, hi: string, limit: string, n: number | null) => string;
  atLeast: string;
  atMost: string;
  within: string;
  points: string;
  n: string;
  floor: (floor: string, n: number, of: number) => string;
  followed: string;
  made: (o: Made) => string[];
}

/** How the numbers came about. */
export interface Made {
  prompts: number;
  edits: number;
  cores: number;
  cpu: string;
  date: string;
  command: string;
  settings: string;
  notes: string[];
}

const command = "`./kgen bench nano";

export const english: Words = {
  measures: {
    "one object": "one thing: is it",
    "two objects": "two things: both, at their places",
    background: "background colour",
    font: "font, where named",
    "Chinese less English, object": "Chinese less English, points",
    "Turbo less Base, one object": "Turbo less Base, one thing, points",
    "Turbo less Base, two objects": "Turbo less Base, two things, points",
    NFE: "NFE a picture",
    k_gen: "k_gen, sampling window, s⁻¹",
    "seconds a picture": "seconds a picture, median",
    "edit style": "other font",
    "edit style, thing named": "– the thing named",
    "edit style, not named": "– not named",
    "edit background": "other background",
    "edit skin": "other skin tone",
    "edit mirror": "mirror",
    "edit replace": "replace left or right",
    "edit fill": "fill the masked part",
    "edit sketch": "from sketch",
    "edit all": "all instructions",
    "Chinese less English, edits": "Chinese less English, points",
    distance: "Fréchet distance (nano-checker)",
  },
  required: {
    size: "size of data/nano",
    "turbo seconds": "Turbo, 8 evaluations",
    "base seconds": "Base, 30 steps with guidance",
    "base one object": "Base, one thing",
    "base background": "Base, background colour",
    "base two objects": "Base, two things at their places",
    "turbo less base": "Turbo less Base, one thing",
    "chinese less english": "Base, Chinese less English",
    "edit followed": "Edit, instructions followed",
  },
  languages: { en: "English", zh: "Chinese", "en+zh": "both languages", "": "" },
  variants: { turbo: "Turbo", base: "Base", edit: "Edit", int8: "Base, int8" },
  heads: {
    measure: "",
    figure: "required",
    asked: "limit",
    reached: "reached",
    verdict: "",
  },
  met: "met",
  missed: (by) => `**missed by ${by}**`,
  notMeasured: "not measured",
  perhaps: (by, found) =>
    `${by === null ? "perhaps" : `perhaps missed by ${by}`}: ${found.join("; ")}`,
  holds: (language, lo, hi, limit, n) =>
    `${language}${lo} to ${hi} holds the limit ${limit}${n === null ? "" : `, n = ${n}`}`,
  atLeast: "at least",
  atMost: "at most",
  within: "within ±",
  points: "points",
  n: "n",
  floor: (floor, n, of) => `${n} pictures against ${of}; training against training ${floor}`,
  followed: "Edit: instructions followed, both languages",
  made: (o) => [
    `Made by ${command}${o.command}\` on ${o.date}, ${o.cores} cores (${o.cpu}): ${o.prompts} held-out prompts and ` +
    `${o.edits} edits in English and in Chinese from the same noise. ${o.settings}`,
    "Rates are what the checker says: lower limits of the model's own, as its errors are in them; 95 % intervals (Wilson; Tango for " +
    "differences of pairs; of k_gen t of ln k over runs; of the median from the order of the times). Seconds are whole jobs without " +
    "previews, text to saved picture. The Fréchet distance is on the checker's 96 features and is no FID; compare it only at this n.",
    ...o.notes,
  ],
};

export const chinese: Words = {
  measures: {
    "one object": "单个物体正确",
    "two objects": "两个物体都正确且位置正确",
    background: "背景颜色",
    font: "字体风格(提示词指定时)",
    "Chinese less English, object": "中文减英文(百分点)",
    "Turbo less Base, one object": "Turbo 减 Base,单个物体(百分点)",
    "Turbo less Base, two objects": "Turbo 减 Base,两个物体(百分点)",
    NFE: "每张图的 NFE",
    k_gen: "k_gen(采样窗口,s⁻¹)",
    "seconds a picture": "每张图秒数(中位数)",
    "edit style": "换风格",
    "edit style, thing named": "– 说出内容",
    "edit style, not named": "– 不说内容",
    "edit background": "换背景",
    "edit skin": "换肤色",
    "edit mirror": "左右翻转",
    "edit replace": "替换左边或右边",
    "edit fill": "补全遮住的部分",
    "edit sketch": "根据草图",
    "edit all": "全部指令",
    "Chinese less English, edits": "中文减英文(百分点)",
    distance: "Fréchet 距离(nano-checker)",
  },
  required: {
    size: "data/nano 大小",
    "turbo seconds": "Turbo,8 次评估",
    "base seconds": "Base,30 步带引导",
    "base one object": "Base,单个物体",
    "base background": "Base,背景颜色",
    "base two objects": "Base,两个物体位置正确",
    "turbo less base": "Turbo 减 Base,单个物体",
    "chinese less english": "Base,中文减英文",
    "edit followed": "Edit,指令被执行",
  },
  languages: { en: "英文", zh: "中文", "en+zh": "中英文", "": "" },
  variants: { turbo: "Turbo", base: "Base", edit: "Edit", int8: "Base(int8)" },
  heads: { measure: "", figure: "要求", asked: "界限", reached: "实测", verdict: "" },
  met: "达到",
  missed: (by) => `**未达到,差 ${by}**`,
  notMeasured: "未测",
  perhaps: (by, found) => `${by === null ? "可能达到" : `可能未达到,差 ${by}`}:${found.join(";")}`,
  holds: (language, lo, hi, limit, n) =>
    `${language}${lo} 到 ${hi} 包含界限 ${limit}${n === null ? "" : `,n = ${n}`}`,
  atLeast: "至少",
  atMost: "至多",
  within: "相差不超过 ±",
  points: "个百分点",
  n: "n",
  floor: (floor, n, of) => `${n} 张对 ${of} 张;训练图对训练图 ${floor}`,
  followed: "Edit:指令被执行(中英文)",
  made: (o) => [
    `由 ${command}${o.command}\` 生成,${o.date},${o.cores} 核(${o.cpu}):${o.prompts} 条留出提示词和 ${o.edits} 个编辑用例,` +
    `中英文使用相同噪声。${o.settings}`,
    "比率由检查器判定,含检查器自身的误差,因此是模型真实比率的下限;区间为 95 %(比率 Wilson,配对差 Tango,k_gen 为各次运行 ln k 的 t 区间," +
    "中位数按时间次序)。秒数是不带预览的整个任务,从文本到保存。Fréchet 距离用检查器的 96 个特征,不是 FID,只能在相同 n 下比较。",
    ...o.notes,
  ],
};
