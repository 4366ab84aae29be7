import { all, create, type MathNode, type Unit } from "mathjs";

/** One verification. */
export interface LawIdentity {
  order: number;
  /** The law and the equation that it is said to solve. */
  law: string;
  equation: string;
  /** dI/dt of the law, as mathjs derives it. */
  derivative: string;
  /** dI/dt − k·C·(1−I)ⁿ, simplified: "0" if the law solves the equation. */
  residual: string;
  /** I(0): "0". */
  start: string;
  /** The largest |residual| at 5 points in numbers, a second witness. */
  largest: number;
  holds: boolean;
}

/** A result of {@link lawIdentities}: which law solves which equation. */
export interface LawIdentities {
  identities: LawIdentity[];
  /** The seed's own pair: its line 1/(1−I) = k·C·t + 1 put into its equation of order 1. */
  seed: LawIdentity;
}

// Own instance: another user's configuration of mathjs does not reach in here.
const math = create(all, {});

const LAW: Record<number, string> = {
  1: "1 - exp(-k * C * t)",
  // The same as k·C·t/(1 + k·C·t), in the form whose 1 − I mathjs can simplify.
  2: "1 - 1 / (1 + k * C * t)",
};

/**
 * Verifies by symbolic differentiation (mathjs) that both integrated laws solve their equations, and
 * that the line which the seed document gives for its equation does not: it solves order 2.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lawIdentities } from "@kgen/kinetics";
 *
 * const { identities, seed } = lawIdentities();
 * assert.deepEqual(identities.map((i) => i.residual), ["0", "0"]);
 * assert.equal(seed.holds, false); // 1/(1−I) = k·C·t + 1 does not solve dI/dt = k·C·(1−I)
 * ```
 */
export function lawIdentities(): LawIdentities {
  return { identities: [verify(1, 1), verify(2, 2)], seed: verify(2, 1) };
}

function verify(law: 1 | 2, order: 1 | 2): LawIdentity {
  const I = LAW[law];
  const power = order === 1 ? "" : ` ^ ${order}`;
  const derivative = math.derivative(I, "t");
  const difference = `(${derivative}) - k * C * (1 - (${I}))${power}`;
  const residual = math.simplify(difference, RULES).toString();
  const largest = Math.max(
    ...[0.1, 0.5, 1, 2, 5].map((t) => Math.abs(math.evaluate(difference, { k: 3, C: 0.7, t }))),
  );
  return {
    order: law,
    law: `I = ${I}`,
    equation: `dI/dt = k * C * (1 - I)${power}`,
    derivative: derivative.toString(),
    residual,
    start: math.simplify(math.parse(I).transform(atZero)).toString(),
    largest,
    holds: residual === "0",
  };
}

/** mathjs' own rules and two that it lacks, for powers of a quotient. */
const RULES = [
  ...(math.simplify as unknown as { rules: never[] }).rules,
  "(1 / n) ^ 2 -> 1 / n ^ 2",
  "1 / n ^ 2 - 1 / n ^ 2 -> 0",
];

function atZero(node: MathNode): MathNode {
  return node.toString() === "t" && node.type === "SymbolNode" ? math.parse("0") : node;
}

/**
 * A number with its unit, for the edge of tables and summaries: checked arithmetic and conversion by
 * mathjs. Not for inner loops: a unit costs a thousand times what a number does.
 *
 * @param value a number or an estimate
 * @param unit as mathjs writes it: "s", "1/s", "K", "kJ/mol", "degC"
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { withUnit } from "@kgen/kinetics";
 *
 * assert.equal(withUnit(0.142, "s").to("ms").format({ precision: 6 }), "142 ms");
 * const Ea = withUnit(1200, "K").multiply(withUnit(8.314462618, "J/(mol K)"));
 * assert.equal(Ea.toNumber("kJ/mol").toFixed(2), "9.98");
 * assert.throws(() => withUnit(1, "s").to("K"));
 * ```
 */
export function withUnit(value: number | { value: number }, unit: string): Unit {
  return math.unit(typeof value === "number" ? value : value.value, unit);
}
