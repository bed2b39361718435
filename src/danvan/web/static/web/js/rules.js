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

const OPERATORS = {
  "=": (left, right) => left === right,
  "<=": (left, right) => left <= right,
  ">=": (left, right) => left >= right,
  "<": (left, right) => left < right,
  ">": (left, right) => left > right,
};

/** The check of a rule that is not kept; a rule waits while one of its lines is empty or unreadable, or all are K. */
function broken(bond, readings) {
  const of = (item) => readings.get(String(item)) ?? { state: "empty", amount: null };
  const states = new Set([bond.at, ...bond.left, ...bond.right].map((item) => of(item).state));
  if ([...states].some((state) => !SAID.has(state)) || !states.has("value")) return null;
  const side = (items) => items.reduce((sum, item) => sum + (of(item).amount ?? 0n), 0n);
  const sum = side(bond.left);
  const other = side(bond.right) + (plain(bond.constant) ?? 0n);
  if (OPERATORS[bond.op](sum, other)) return null;
  const whole = of(bond.whole);
  const facts = { sum: written(sum), other: written(other), said: whole.state === "value" ? written(whole.amount) : "K" };
  const message = bond.own ? bond.message : fill(bond.message, facts);
  return { item: String(bond.at), severity: bond.severity, message };
}

/**
 * Judge a whole grid: `typed` maps items to texts, `explained` holds items with a reason. Answers in the shape of the
 * server's answer to a saved cell.
 */
export function judge(rules, typed, explained = new Set()) {
  const readings = new Map();
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
    const check = broken(bond, readings);
    if (!check) continue;
    const said = checks.get(check.item);
    const worst = [said?.severity, check.severity].includes("error") ? "error" : "warning";
    const severity = explained.has(check.item) ? "warning" : worst;
    checks.set(check.item, { ...check, severity, message: said ? `${said.message} ${check.message}` : check.message });
  }
  const required = rules.lines.filter((line) => line.required);
  const done = required.filter((line) => SAID.has(readings.get(line.item).state)).length;
  return { cells, checks: [...checks.values()], progress: { done, total: required.length } };
}
