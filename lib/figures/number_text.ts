import { superscript } from "./ticks.ts";

/** A number with so many significant digits, the minus sign of print: "0.142", "−283". */
export function significant(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "unknown";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** A number with so many decimals; one that is not defined says so. */
export function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals).replace("-", "−") : significant(value);
}

/** "0.142 ± 0.003 s": two digits of the error, and as many of the value. */
export function plusMinus(value: number, se: number, unit = ""): string {
  const tail = unit === "" ? "" : ` ${unit}`;
  if (!Number.isFinite(value) || !(se > 0 && se < Infinity)) {
    return `${significant(value, 4)}${tail}`;
  }
  const digits = Math.max(1 - Math.floor(Math.log10(se)), 0);
  if (digits <= 6) return `${fixed(value, digits)} ± ${fixed(se, digits)}${tail}`;
  const power = Math.floor(Math.log10(Math.max(Math.abs(value), se)));
  const scaled = plusMinus(value / 10 ** power, se / 10 ** power);
  return `(${scaled})×10${superscript(power)}${tail}`;
}

/** "p = 0.23", "p < 0.001". */
export function probability(p: number): string {
  if (Number.isNaN(p)) return "p unknown";
  return p < 0.001 ? "p < 0.001" : `p = ${p.toPrecision(2)}`;
}
