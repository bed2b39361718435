// What is wrong or odd in a report, judged in the browser while it is typed, with or without a line: the same rules and
// the same sentences as reports/checking.py, which send them with the page as data (reports/queries/rules.py).
import { ONE, clean, fill, plain, read, times, written } from "./amounts.js";

const SAID = new Set(["value", "not_applicable"]);

/** How a cell shows what it holds: 1234 as 1.234, ~ before an estimate, a text that is no figure as it was typed. */
export function textOf(reading, raw) {
  if (reading.state === "value") return (reading.estimate ? "~" : "") + written(reading.amount);
  if (reading.state === "not_applicable") return "K";
  return reading.state === "empty" ? "" : raw;
}

/** A doubt about one figure beside last period's. */
export function leap(amount, before, rules) {
  if (amount === null || !before) return "";
  const { leap: factor, small } = rules.limits;
  if ((amount > before ? amount : before) < BigInt(small) * ONE) return "";
  if (amount > BigInt(factor) * before) {
    return fill(rules.texts.leap_up, { times: times(amount, before), before: written(before) });
  }
  if (amount * BigInt(factor) < before) return fill(rules.texts.leap_down, { before: written(before) });
  return "";
}

/** A doubt about a long period whose own months were all filed. */
function monthsDiffer(amount, months, rules) {
  if (amount === null || months === null || amount === months) return "";
  return fill(rules.texts.months, { sum: written(months), amount: written(amount) });
}

function broken(bond, readings, places, rules) {
  const told = [bond.whole, ...bond.parts].map((item) => readings.get(item) ?? { state: "empty", amount: null });
  if (told.some((reading) => !SAID.has(reading.state))) return null;
  const [whole, ...parts] = told;
  const total = parts.reduce((sum, part) => sum + (part.amount ?? 0n), 0n);
  if (whole.state === "not_applicable" && total === 0n) return null;
  const kept = bond.kind === "parts_add_up" ? total === whole.amount : total <= (whole.amount ?? 0n);
  if (kept && whole.state === "value") return null;
  const facts = {
    lines: bond.parts.map((item) => places.get(item)).join(", "),
    sum: written(total),
    whole: places.get(bond.whole),
    said: whole.state === "value" ? written(whole.amount) : "K",
  };
  return { item: bond.whole, severity: bond.severity, message: bond.message || fill(rules.texts[bond.kind], facts) };
}

/**
 * Judge a whole grid: `typed` maps items to texts, `explained` holds items with a reason. Answers in the shape of the
 * server's answer to a saved cell.
 */
export function judge(rules, typed, explained = new Set()) {
  const readings = new Map();
  const places = new Map(rules.lines.map((line) => [line.item, line.place]));
  const cells = {};
  for (const line of rules.lines) {
    const raw = clean(typed.get(line.item) ?? "");
    const reading = read(raw, line.decimals, rules);
    readings.set(line.item, reading);
    const doubts = [leap(reading.amount, plain(line.last), rules), monthsDiffer(reading.amount, plain(line.months), rules)];
    const own = reading.state === "error" ? [reading.message] : doubts.filter(Boolean);
    const state = own.length && reading.state !== "error" ? "warning" : reading.state;
    cells[line.item] = { state, text: textOf(reading, raw), message: own.join(" ") };
  }
  const checks = new Map();
  for (const bond of rules.bonds) {
    const check = broken(bond, readings, places, rules);
    if (!check || checks.has(check.item)) continue;
    checks.set(check.item, explained.has(check.item) ? { ...check, severity: "warning" } : check);
  }
  const required = rules.lines.filter((line) => line.required);
  const done = required.filter((line) => SAID.has(readings.get(line.item).state)).length;
  return { cells, checks: [...checks.values()], progress: { done, total: required.length } };
}
