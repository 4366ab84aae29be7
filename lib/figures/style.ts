/** Fonts of the system, with those that have Chinese. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', " +
  "'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** Okabe and Ito's colours, told apart with any colour vision; yellow is left out, too pale on white. */
export const COLOURS = {
  blue: "#0072B2",
  vermilion: "#D55E00",
  green: "#009E73",
  purple: "#CC79A7",
  sky: "#56B4E9",
  orange: "#E69F00",
  black: "#000000",
};

/** Colours of several series, in order of use. */
export const SERIES = [
  COLOURS.blue,
  COLOURS.vermilion,
  COLOURS.green,
  COLOURS.purple,
  COLOURS.orange,
  COLOURS.sky,
  COLOURS.black,
];

/** Text, second text, rules and empty frames. */
export const INK = "#1a1a1a";
export const FAINT = "#595959";
export const RULE = "#d0d0d0";
export const EMPTY = "#f2f2f2";
