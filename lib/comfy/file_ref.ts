/** A picture on a host, as its history names it. */
export interface FileRef {
  filename: string;
  subfolder?: string;
  type?: string;
}
