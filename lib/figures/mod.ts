export { arrheniusFigure, type ArrheniusFigureOptions, arrheniusPair } from "./arrhenius_figure.ts";
export { convergence, type ConvergenceOptions } from "./convergence.ts";
export { type Figure, FigureError } from "./figure.ts";
export { type FilmOptions, type FilmRun, filmStrip } from "./film_strip.ts";
export {
  type CurvePoint,
  fitFigure,
  type FitFigureOptions,
  type FitPoint,
  type FittedCurve,
} from "./fit_figure.ts";
export { linearisedFigure } from "./linearised.ts";
export { type RateBar, rateBars, type RateBarsOptions } from "./rate_bars.ts";
export { residualFigure, type ResidualOptions, type Residuals } from "./residual_figure.ts";
export { rooflineFigure, type RooflineFigureOptions } from "./roofline_figure.ts";
export {
  type BrokenLine,
  segmentedFigure,
  type SegmentedFigureOptions,
} from "./segmented_figure.ts";
export { stepsLineFigure } from "./steps_line_figure.ts";
