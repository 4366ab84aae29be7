/** One place in a program. */
export interface Frame {
  /** "forward"; a native function has no file. */
  name: string;
  file: string | null;
  line: number | null;
}

/** A stack, outermost frame first, and how many samples it was seen in. */
export interface Stack {
  frames: Frame[];
  count: number;
}

/** What a sampling profiler saw. */
export interface Profile {
  stacks: Stack[];
  /** Samples in all: the sum of the counts. */
  samples: number;
  /** Where it was read from. */
  file: string | null;
}
