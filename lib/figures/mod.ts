export { convergence, type ConvergenceOptions } from "./convergence.ts";
export { type Figure, FigureError } from "./figure.ts";
export { type FilmOptions, type FilmRun, filmStrip } from "./film_strip.ts";
export { linearisedFigure } from "./linearised.ts";
