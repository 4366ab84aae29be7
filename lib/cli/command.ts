/** One command of ./kgen. */
export interface Command {
  /** What `./kgen NAME --help` prints. */
  help: string;
  /** The help of a part, such as `sweep grid`; undefined when there is none of that name. */
  helpFor?(args: string[]): Promise<string | undefined>;
  /** Does the work; returns the exit code. */
  run(args: string[]): Promise<number>;
}

/** The command line asked for something that cannot be: exit code 2 and a pointer to --help. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A whole number from an option, within limits; undefined when the option is absent. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  low: number,
  high: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < low || value > high) {
    const limits = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `${low} to ${high}`;
    throw new UsageError(`--${name} takes a whole number, ${limits}; given "${text}"`);
  }
  return value;
}
