/** How a temperature sweep fills its bins, and when it ends. */
export interface TemperatureOptions {
  /** Temperatures between which bins are filled, °C; default: what the card reaches by itself. */
  from?: number;
  to?: number;
  /** Width of a bin, °C; default 2. */
  width: number;
  /** Runs wanted in each bin; default 8. */
  perBin: number;
  /** The sweep ends after so many minutes; default 60. */
  maxMinutes: number;
  /** The sweep ends after so many runs, warm-ups not counted; default 500. */
  maxRuns: number;
  /** No load is put on a card as hot as this, °C; default 85. */
  limit: number;
  /** Load is held until it warms by less than plateauRise °C in plateauMinutes; defaults 1, and 3 or an eighth of maxMinutes. */
  plateauMinutes?: number;
  plateauRise: number;
  /** Minutes of idling or of load after which a bin is given up; default 4. */
  giveUpMinutes: number;
}

/** The defaults. */
export const temperatureDefaults: TemperatureOptions = {
  width: 2,
  perBin: 8,
  maxMinutes: 60,
  maxRuns: 500,
  limit: 85,
  plateauRise: 1,
  giveUpMinutes: 4,
};

/** The options with the defaults where nothing, or undefined, was given. */
export function withDefaults<T extends Partial<TemperatureOptions>>(o: T): T & TemperatureOptions {
  const given = Object.entries(o).filter(([, value]) => value !== undefined);
  return { ...temperatureDefaults, ...Object.fromEntries(given) } as T & TemperatureOptions;
}
