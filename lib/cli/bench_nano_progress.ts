import process from "node:process";

/** "3 min 20 s" */
function minutes(seconds: number): string {
  const s = Math.round(seconds);
  return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min ${s % 60} s`;
}

/** Counts what is made of a number of pictures, on standard error: a line drawn over itself, in a log one line a minute. */
export function counter(title: string, total: number): { tick(made: boolean): void; end(): void } {
  const live = process.stderr.isTTY, began = performance.now();
  let done = 0, made = 0, said = began;
  return {
    tick(isNew) {
      done++;
      made += +isNew;
      if (!live && performance.now() - said < 60_000) return;
      said = performance.now();
      const each = (said - began) / 1000 / Math.max(1, made);
      const rest = made ? `, about ${minutes(each * (total - done))} left` : "";
      process.stderr.write(
        `${live ? "\r\x1b[K" : ""}${title} ${done}/${total}${rest}${live ? "" : "\n"}`,
      );
    },
    end() {
      const took = made ? `${made} made in ${minutes((performance.now() - began) / 1000)}` : "";
      const had = done - made ? `${done - made} were there` : "";
      process.stderr.write(
        `${live ? "\r\x1b[K" : ""}${title} ${done}/${total}: ${
          [took, had].filter(Boolean).join(", ")
        }\n`,
      );
    },
  };
}
