// Amounts as Vietnamese officers write them: 3.334 is three thousand, 94,3 has one decimal. The browser's half of
// core/numbers.py and of reports/checking.read, held to the same table of cases. Amounts are whole numbers of millionths.
const PLACES = 6;
export const ONE = 10n ** BigInt(PLACES);
const BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/; // as Python's str.split
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;
const MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2212";
const ESTIMATE = "~≈";

/** A sentence with its {places} filled in. */
export const fill = (text, values) =>
  (text ?? "").replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));

/** One clean line, as core/text.clean_line makes it. */
export const clean = (raw) => joined(raw.replace(UNSEEN, "").normalize("NFC"));

const joined = (text) => text.split(BLANKS).filter(Boolean).join(" ");

/** "1234.5", as the server writes amounts for machines. */
export function plain(text) {
  if (text === null || text === undefined) return null;
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const amount = BigInt(whole + fraction.padEnd(PLACES, "0").slice(0, PLACES));
  return text.startsWith("-") ? -amount : amount;
}

/** As officers write it: 1.234,5. */
export function written(amount) {
  const size = amount < 0n ? -amount : amount;
  const whole = String(size / ONE).replace(/\B(?=(?:\d{3})+$)/g, ".");
  const fraction = String(size % ONE).padStart(PLACES, "0").replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${whole}${fraction ? `,${fraction}` : ""}`;
}

/** How many times `before` goes into `amount` (both above zero), to one decimal, half away from zero; no ",0". */
export function times(amount, before) {
  const tenths = (20n * amount + before) / (2n * before);
  return written((tenths * ONE) / 10n);
}

class Refusal {
  constructor(code, values = {}) {
    this.code = code;
    this.values = values;
  }
}

/** What a text says: {state, amount, estimate, code, message}; `rules` brings limits and sentences. */
export function read(raw, decimals, rules) {
  const trimmed = joined(raw);
  const estimate = trimmed !== "" && ESTIMATE.includes(trimmed[0]);
  let parsed = parse(estimate ? raw.replace(/[~≈]/, "") : raw, decimals, rules);
  if (estimate && (parsed.state === "empty" || parsed.state === "not_applicable")) parsed = parse(raw, decimals, rules);
  return { ...parsed, estimate: estimate && parsed.state === "value" };
}

function parse(raw, decimals, rules) {
  if ([...raw].length > rules.limits.input) return refused("too_long", raw, {}, rules);
  const text = joined(raw);
  if (text === "" || (text.length === 1 && MINUS.includes(text))) return { state: "empty", amount: null, code: "", message: "" };
  if (text === "K" || text === "k") return { state: "not_applicable", amount: null, code: "", message: "" };
  const found = amountOf(text, decimals, rules);
  if (found instanceof Refusal) return refused(found.code, text, found.values, rules);
  return { state: "value", amount: found, code: "", message: "" };
}

function amountOf(text, decimals, rules) {
  const negative = MINUS.includes(text[0]);
  const body = negative ? text.slice(1).trimStart() : text;
  if (body === "" || /[^0-9., ]/.test(body)) return new Refusal("not_a_number");
  if (negative) return new Refusal("negative");
  const comma = body.indexOf(",");
  const whole = comma < 0 ? body : body.slice(0, comma);
  const fraction = comma < 0 ? "" : body.slice(comma + 1);
  if (comma >= 0) {
    if (fraction.includes(".")) return new Refusal("point_after_comma");
    if (whole === "" || !/^[0-9]+$/.test(fraction)) return new Refusal("bad_comma");
  }
  const figures = wholeOf(whole, comma >= 0);
  if (figures instanceof Refusal) return figures;
  if (figures.length + fraction.length > rules.limits.digits) {
    return new Refusal("too_many_digits", { digits: rules.limits.digits });
  }
  if (fraction.length > decimals) return new Refusal(decimals ? "too_many_decimals" : "whole_number", { decimals });
  return plain(`${figures}.${fraction}`);
}

/** The figures of the whole part, its separators checked and taken out. */
function wholeOf(whole, comma) {
  if (/^[0-9]+$/.test(whole)) return whole;
  if (/^[1-9][0-9]{0,2}(?:\.[0-9]{3})+$/.test(whole)) return whole.replaceAll(".", "");
  if (/^[1-9][0-9]{0,2}(?: [0-9]{3})+$/.test(whole)) return whole.replaceAll(" ", "");
  const point = /^([0-9]+)\.([0-9]+)$/.exec(whole);
  if (point && !comma) return new Refusal("decimal_point", { suggestion: `${point[1]},${point[2]}` });
  return new Refusal("bad_groups");
}

function refused(code, text, values, rules) {
  const signs = [...text];
  const shown = signs.length <= rules.limits.quote ? text : `${signs.slice(0, rules.limits.quote).join("")}…`;
  return { state: "error", amount: null, code, message: fill(rules.texts[code], { text: shown, ...values }) };
}
