// Which bins of temperature are wanted, which comes next, and which are given up.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { TemperatureBins } from "../../lib/sweep/temperature_bins.ts";
import { temperatureDefaults } from "../../lib/sweep/temperature_options.ts";

const bins = (o: object = {}) =>
  new TemperatureBins({ ...temperatureDefaults, width: 4, perBin: 2, ...o });

test("wanted reaches from the coolest to the hottest that was seen, below the limit", () => {
  const b = bins();
  assert.equal(b.wanted(), [], "nothing is known yet");
  b.reaches(41);
  b.add(50);
  assert.equal(b.wanted(), [40, 44, 48]);
  b.add(90);
  assert.is(b.wanted().at(-1), 80, "85 °C less the width lies in the bin of 80");
  assert.equal(bins({ from: 60, to: 67 }).wanted(), [60, 64], "asked for before a run was made");
});

test("next is the emptiest bin, of several the nearest; none when all are full", () => {
  const b = bins({ from: 40, to: 51 });
  assert.is(b.next(50), 48);
  assert.is(b.next(41), 40);
  for (const t of [40, 40, 49, 49, 45]) b.add(t);
  assert.is(b.next(41), 44);
  b.add(45);
  assert.is(b.next(41), null);
  assert.is(b.anyMissed, false);
});

test("a bin that idling does not reach is given up with those below, one that load does not with those above", () => {
  const b = bins({ from: 40, to: 59 });
  b.giveUp(44, 50);
  assert.equal(b.histogram().map((h) => [h.bin, h.givenUp]), [
    [40, true],
    [44, true],
    [48, false],
    [52, false],
    [56, false],
  ]);
  b.giveUp(52, 50);
  assert.is(b.next(50), 48);
  for (const t of [48, 48]) b.add(t);
  assert.is(b.next(50), null);
  assert.is(b.anyMissed, true);
});

test.run();
