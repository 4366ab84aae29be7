export { type Animation, animation, type AnimationOptions } from "./animation.ts";
export { arrheniusFigure, type ArrheniusFigureOptions, arrheniusPair } from "./arrhenius_figure.ts";
export { convergence, type ConvergenceOptions } from "./convergence.ts";
export { type Figure, FigureError } from "./figure.ts";
export { type FilmOptions, type FilmRun, filmStrip } from "./film_strip.ts";
export { filmStrips, type FilmStripsOptions } from "./film_strips.ts";
export {
  type CurvePoint,
  fitFigure,
  type FitFigureOptions,
  type FitPoint,
  type FittedCurve,
} from "./fit_figure.ts";
export type { FrameScore } from "./frame_scores.ts";
export { type HeatCell, promptStepHeat, type PromptStepHeatOptions } from "./heat_figure.ts";
export { linearisedFigure } from "./linearised.ts";
export { metricsFigure, type MetricsFigureOptions } from "./metrics_figure.ts";
export type { MetricWords } from "./metric_words.ts";
export { paretoFigure, type ParetoFigureOptions } from "./pareto_figure.ts";
export { type RateBar, rateBars, type RateBarsOptions } from "./rate_bars.ts";
export { residualFigure, type ResidualOptions, type Residuals } from "./residual_figure.ts";
export { rooflineFigure, type RooflineFigureOptions } from "./roofline_figure.ts";
export { type ScoredFilmOptions, scoredFilmStrip } from "./scored_film_strip.ts";
export { scrubber, type View } from "./scrubber.ts";
export {
  type BrokenLine,
  segmentedFigure,
  type SegmentedFigureOptions,
} from "./segmented_figure.ts";
export {
  setDistanceFigure,
  type SetDistanceOptions,
  type SetDistancePoint,
} from "./set_distance.ts";
export { stepsLineFigure } from "./steps_line_figure.ts";
export { t1Distribution, type T1DistributionOptions, type T1Point } from "./t1_distribution.ts";
export { treatmentsFigure, type TreatmentsFigureOptions } from "./treatments_figure.ts";
