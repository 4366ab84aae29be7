import * as assert from "uvu/assert";
import { KineticsError } from "@kgen/kinetics";

/** The KineticsError that a call throws. */
export function failure(call: () => unknown): KineticsError {
  try {
    call();
  } catch (e) {
    assert.instance(e, KineticsError);
    return e as KineticsError;
  }
  throw new Error("nothing was thrown");
}
