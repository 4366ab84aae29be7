/** The clock of the host against that of the client. */
export interface ClockOffset {
  /** Host minus client, s, at submission. Clocks are those of the day (Unix time). */
  offset_s: number;
  /** Bound of the error of offset_s, s. */
  uncertainty_s: number;
  /** "ping": round trips to the plugin; "messages": timestamps of execution messages, which bound it. */
  method: "ping" | "messages";
  /** How fast the offset grew during the job, s/s; null when it cannot be told. */
  drift?: number | null;
}
