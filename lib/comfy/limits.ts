/** The largest things that are taken from a host, in bytes. */
export interface Limits {
  /** One message of the socket. A preview is at most 512 px, so far below 1 MB. Default 64 MiB. */
  frame: number;
  /** One answer in JSON; /object_info of a host with many custom nodes has a few MB. Default 64 MiB. */
  json: number;
  /** One file, fetched or sent. Default 256 MiB. */
  file: number;
}

const mib = 1024 * 1024;

/** What is taken when nothing else is said. */
export const defaultLimits: Limits = { frame: 64 * mib, json: 64 * mib, file: 256 * mib };

/** Bytes for people. */
export const inMib = (bytes: number) =>
  bytes >= mib ? `${Math.round(bytes / mib)} MiB` : `${bytes} bytes`;
