import type { HostEvent } from "@kgen/comfy";
import type { Evaluation } from "./evaluation.ts";
import { frameName, padded } from "./frame_name.ts";

/** A picture that was sent over the socket: write it under this name. */
export interface FrameFile {
  frame: string;
  bytes: Uint8Array;
  /** It is no preview but the picture of a SaveImageWebsocket, in full. */
  sent?: boolean;
}

/** A picture that came over the socket. */
type Preview = HostEvent & { kind: "preview" };

/** Names the pictures that come over the socket: the preview of a step, or a picture that a node sends. */
export class PreviewFrames {
  /** Names of the pictures that SaveImageWebsocket sent. */
  readonly sent: string[] = [];
  /** Previews that belong to no step. */
  strays = 0;

  /**
   * The next preview of a sampler is the frame of the step that it reported last, if that has none yet.
   *
   * @param step the last step that was reported, null when the preview cannot be of it
   */
  preview({ mime, bytes }: Preview, step: Evaluation | null): FrameFile | null {
    if (step === null || step.frame !== null) {
      this.strays++;
      return null;
    }
    step.frame = frameName(step.step, mime);
    return { frame: step.frame, bytes };
  }

  /** SaveImageWebsocket sends its pictures in the form of previews. */
  picture({ mime, bytes }: Preview): FrameFile {
    const frame = frameName(`sent-${padded(this.sent.length + 1)}`, mime);
    this.sent.push(frame);
    return { frame, bytes, sent: true };
  }
}
