const { exp, cos, sin, atan, PI } = Math;
type Model = (x: number[], b: number[]) => number;

const misra: Model = ([x], [b1, b2]) => b1 * (1 - exp(-b2 * x));
const chwirut: Model = ([x], [b1, b2, b3]) => exp(-b1 * x) / (b2 + b3 * x);
const gauss: Model = ([x], b) =>
  b[0] * exp(-b[1] * x) + b[2] * exp(-((x - b[3]) ** 2) / b[4] ** 2) +
  b[5] * exp(-((x - b[6]) ** 2) / b[7] ** 2);
const lanczos: Model = ([x], b) =>
  b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x);
const cubics: Model = ([x], b) =>
  (b[0] + b[1] * x + b[2] * x ** 2 + b[3] * x ** 3) /
  (1 + b[4] * x + b[5] * x ** 2 + b[6] * x ** 3);

/** The models of NIST's nonlinear sets, as their files give them. Nelson's y is ln y. */
export const models: Record<string, Model> = {
  Bennett5: ([x], [b1, b2, b3]) => b1 * (b2 + x) ** (-1 / b3),
  BoxBOD: misra,
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  DanWood: ([x], [b1, b2]) => b1 * x ** b2,
  ENSO: ([x], b) =>
    b[0] + b[1] * cos(2 * PI * x / 12) + b[2] * sin(2 * PI * x / 12) +
    b[4] * cos(2 * PI * x / b[3]) + b[5] * sin(2 * PI * x / b[3]) +
    b[7] * cos(2 * PI * x / b[6]) + b[8] * sin(2 * PI * x / b[6]),
  Eckerle4: ([x], [b1, b2, b3]) => (b1 / b2) * exp(-0.5 * ((x - b3) / b2) ** 2),
  Gauss1: gauss,
  Gauss2: gauss,
  Gauss3: gauss,
  Hahn1: cubics,
  Kirby2: ([x], b) => (b[0] + b[1] * x + b[2] * x ** 2) / (1 + b[3] * x + b[4] * x ** 2),
  Lanczos1: lanczos,
  Lanczos2: lanczos,
  Lanczos3: lanczos,
  MGH09: ([x], [b1, b2, b3, b4]) => b1 * (x ** 2 + x * b2) / (x ** 2 + x * b3 + b4),
  MGH10: ([x], [b1, b2, b3]) => b1 * exp(b2 / (x + b3)),
  MGH17: ([x], b) => b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]),
  Misra1a: misra,
  Misra1b: ([x], [b1, b2]) => b1 * (1 - (1 + b2 * x / 2) ** -2),
  Misra1c: ([x], [b1, b2]) => b1 * (1 - (1 + 2 * b2 * x) ** -0.5),
  Misra1d: ([x], [b1, b2]) => b1 * b2 * x * (1 + b2 * x) ** -1,
  Nelson: ([x1, x2], [b1, b2, b3]) => b1 - b2 * x1 * exp(-b3 * x2),
  Rat42: ([x], [b1, b2, b3]) => b1 / (1 + exp(b2 - b3 * x)),
  Rat43: ([x], [b1, b2, b3, b4]) => b1 / (1 + exp(b2 - b3 * x)) ** (1 / b4),
  Roszman1: ([x], [b1, b2, b3, b4]) => b1 - b2 * x - atan(b3 / (x - b4)) / PI,
  Thurber: cubics,
};
