// The entry grid: the keyboard of a spreadsheet, a block pasted from Excel, every cell saved by itself.
// The contract with the server is written in docs/how-to/components.md.
import { fill } from "./amounts.js";
import { clash, lift, settle, unsent } from "./cellnotes.js";
import { outbox } from "./outbox.js";
import { judge } from "./rules.js";

const texts = document.getElementById("texts")?.dataset ?? {};
const say = (key, values = {}) => fill(texts[key], values);
const PAUSE = 900; // ms of stillness before a cell being typed in is sent

/** Read what Excel puts on the clipboard: tabs, newlines, and quotes around cells that hold either. */
export function readBlock(text) {
  const rows = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const row = rows[rows.length - 1];
    const sign = source[at];
    if (quoted) {
      if (sign === '"' && source[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows.map((row) => row.map((cell) => cell.trim()));
}

class Grid {
  constructor(table) {
    this.table = table;
    this.url = table.dataset.saveUrl;
    this.scope = table.closest("form") ?? document;
    this.rules = JSON.parse(document.getElementById("rules")?.textContent ?? "null");
    this.timers = new WeakMap();
    this.known = new Map(this.cells().map((cell) => [cell.dataset.item, cell.value]));
    // What the server holds: an own text is begun from it, and dropping the own text returns to it.
    this.server = new Map(this.cells().map((cell) => [cell.dataset.item, this.stored(cell)]));
    this.clashes = new Map();
    this.adopt();
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("input", (event) => this.onInput(event));
    table.addEventListener("change", (event) => this.save(event.target));
    table.addEventListener("focusin", (event) => this.onFocus(event.target));
    this.scope.addEventListener("click", (event) => this.onClick(event));
    outbox.route("cell", (item, typed) => this.post(item, typed));
    outbox.addEventListener("changed", () => this.showUnsent());
    this.resume();
  }

  stored(cell) {
    return this.scope.querySelector?.(`[name="was-${cell.dataset.item}"]`)?.value ?? cell.value;
  }

  cells() {
    return [...this.table.querySelectorAll(".grid__cell")];
  }

  cell(item) {
    return this.cells().find((cell) => cell.dataset.item === item);
  }

  /** What the server drew with the page beyond the cell's own words (data-own) comes from its checks. */
  adopt() {
    for (const cell of this.cells()) {
      const own = cell.dataset.own ?? "";
      const drawn = this.message(cell)?.textContent.trim() ?? "";
      const checked = drawn !== "" && drawn !== own.trim();
      const quiet = own ? "warning" : cell.value ? "value" : "empty";
      cell.dataset.ownState = checked ? quiet : (cell.dataset.state ?? "");
      if (checked) cell.dataset.checked = "";
    }
  }

  onFocus(cell) {
    if (!cell.matches(".grid__cell")) return;
    this.last = cell.dataset.item;
    cell.select();
  }

  /** The cells as rows of the table, the way the arrows walk. */
  rows() {
    return [...this.table.rows]
      .map((row) => [...row.querySelectorAll(".grid__cell")])
      .filter((row) => row.length);
  }

  place(cell) {
    const rows = this.rows();
    const row = rows.findIndex((cells) => cells.includes(cell));
    return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
  }

  go(cell, down, right) {
    const { rows, row, column } = this.place(cell);
    const cells = rows[row + down];
    const target = cells?.[Math.min(column, cells.length - 1) + right];
    target?.focus();
    return Boolean(target);
  }

  onKey(event) {
    const cell = event.target;
    if (!cell.matches?.(".grid__cell") || event.ctrlKey || event.metaKey || event.altKey) return;
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const atStart = cell.selectionEnd === 0 || whole;
    const atEnd = cell.selectionStart === cell.value.length || whole;
    let moved = false;
    if (event.key === "Enter") {
      event.preventDefault(); // Enter walks down; it never submits a half-typed report
      this.save(cell);
      this.go(cell, event.shiftKey ? -1 : 1, 0);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      moved = this.go(cell, event.key === "ArrowDown" ? 1 : -1, 0);
    } else if (event.key === "ArrowLeft" && atStart && !event.shiftKey) moved = this.go(cell, 0, -1);
    else if (event.key === "ArrowRight" && atEnd && !event.shiftKey) moved = this.go(cell, 0, 1);
    else if (event.key === "Escape") {
      cell.value = this.known.get(cell.dataset.item) ?? "";
      cell.select();
    }
    if (moved) event.preventDefault();
  }

  onPaste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches?.(".grid__cell") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const block = readBlock(text);
    const { rows, row, column } = this.place(cell);
    const targets = [];
    const spare = [];
    block.forEach((line, down) =>
      line.forEach((value, right) => {
        const target = rows[row + down]?.[column + right];
        if (target) targets.push([target, value]);
        else if (value) spare.push(value);
      }));
    if (targets.some(([target]) => target.readOnly || target.disabled)) {
      this.tell(say("locked"), "late");
      this.showMessage(cell, say("locked"), "error");
      return;
    }
    for (const [target, value] of targets) {
      target.value = value;
      this.put(target);
    }
    const left = this.leftOut(block, rows.length - row, rows[row].length - column, spare);
    this.tell([say("pasted", { n: targets.length }), left].filter(Boolean).join(" "), left ? "soon" : "done");
    lift(cell, left);
    outbox.flush();
  }

  /** What of a block found no cell, in words with the first of its texts; the rest was pasted. */
  leftOut(block, high, wide, spare) {
    const columns = Math.max(...block.map((line) => line.length)) - wide;
    const said = [];
    if (columns > 0) said.push(say("wide", { n: columns }));
    if (block.length > high) said.push(say("tall", { n: block.length - high }));
    const some = spare.slice(0, 8).join("; ");
    return said.length ? `${said.join(" ")} ${some}${spare.length > 8 ? "; …" : ""}`.trim() : "";
  }

  onInput(event) {
    const cell = event.target;
    if (!cell.matches?.(".grid__cell")) return;
    clearTimeout(this.timers.get(cell));
    this.timers.set(cell, setTimeout(() => this.save(cell), PAUSE));
  }

  save(cell) {
    if (!cell.matches?.(".grid__cell")) return;
    clearTimeout(this.timers.get(cell));
    if (cell.value === this.known.get(cell.dataset.item)) return;
    this.put(cell);
    outbox.flush();
  }

  /** Into the outbox, with the text that it was begun from; judged at once, before the server is asked. */
  put(cell, base) {
    const { item } = cell.dataset;
    const key = `cell-${item}`;
    this.known.set(item, cell.value);
    outbox.put(key, { raw: cell.value, base: base ?? outbox.get(key)?.base ?? this.server.get(item) ?? "" });
    this.judge(item);
  }

  judge(...items) {
    if (!this.rules) return;
    const typed = new Map(this.cells().map((cell) => [cell.dataset.item, cell.value]));
    const reasons = this.table.querySelectorAll("[data-grid-why] input");
    const explained = [...reasons].filter((field) => field.value.trim()).map((field) => field.name.replace("why-", ""));
    const found = judge(this.rules, typed, new Set(explained));
    this.show({ ...found, cells: Object.fromEntries(items.map((item) => [item, found.cells[item]])) });
  }

  /** What an earlier visit could not send is shown in its cells and sent now. */
  resume() {
    for (const [key, { raw }] of outbox.entries) {
      const [kind, item] = key.split("-");
      const cell = kind === "cell" ? this.cell(item) : null;
      if (kind !== "cell") continue;
      if (!cell || cell.readOnly || this.server.get(item) === raw) {
        outbox.drop(key);
        continue;
      }
      cell.value = raw;
      this.known.set(item, raw);
      this.judge(item);
    }
    this.showUnsent();
    outbox.flush();
  }

  showUnsent() {
    for (const cell of this.cells()) {
      const { item } = cell.dataset;
      const entry = outbox.get(`cell-${item}`);
      if (entry) cell.dataset.pending = "";
      else delete cell.dataset.pending;
      if (!entry) this.clashes.delete(item);
      unsent(cell, entry && outbox.waiting && !this.clashes.has(item) ? entry : null);
      clash(cell, entry, this.clashes.get(item));
    }
    if (outbox.waiting && outbox.down) this.tell(say("offline"), "soon");
  }

  onClick(event) {
    const button = event.target.closest("button");
    const cell = this.cell(button?.dataset.cell ?? "");
    if (button?.dataset.unsent === "drop" || button?.dataset.clash === "theirs") this.giveUp(cell);
    else if (button?.dataset.clash === "mine") {
      this.server.set(cell.dataset.item, this.clashes.get(cell.dataset.item).theirs);
      this.clashes.delete(cell.dataset.item);
      this.put(cell, this.server.get(cell.dataset.item));
      outbox.flush();
    } else if (button?.dataset.none !== undefined) this.nothing(event, button);
    else if (button?.dataset.sign) this.sign(button.dataset.sign);
  }

  /** The own text goes, what the server holds comes back. */
  giveUp(cell) {
    const { item } = cell.dataset;
    const theirs = this.clashes.get(item)?.theirs ?? this.server.get(item) ?? "";
    this.server.set(item, theirs);
    this.clashes.delete(item);
    cell.value = theirs;
    this.known.set(item, theirs);
    outbox.drop(`cell-${item}`);
    this.judge(item);
    cell.focus();
  }

  /** "Không phát sinh": 0 into what is still empty in the section; the same as the server does without script. */
  nothing(event, button) {
    if (!this.rules) return;
    event.preventDefault();
    const flows = new Set(this.rules.lines.filter((line) => line.flow).map((line) => line.item));
    let row = button.closest("tr").nextElementSibling;
    for (; row && !row.matches(".table__group"); row = row.nextElementSibling) {
      const cell = row.querySelector(".grid__cell");
      if (!cell || cell.value.trim() || !flows.has(cell.dataset.item)) continue;
      cell.value = "0";
      this.put(cell);
    }
    outbox.flush();
  }

  /** K and ~ for keyboards that have only figures: they go into the cell that was typed in last. */
  sign(sign) {
    const cell = this.cell(this.last ?? "");
    if (!cell || cell.readOnly) return;
    if (sign === "K") cell.value = "K";
    else cell.value = cell.value.startsWith("~") ? cell.value.slice(1) : `~${cell.value.replace(/^[Kk]$/, "")}`;
    cell.focus();
    if (cell.value !== "~") this.save(cell);
  }

  async post(item, { raw, base }) {
    const { outcome, data, reason } = await outbox.post(this.url, { item, raw, base });
    const cell = this.cell(item);
    if (outcome === "refused") {
      this.tell(say("refused", { reason }), "late");
      return say("refused", { reason });
    }
    if (outcome !== "sent") return outcome;
    const other = data.conflicts?.[item];
    if (other) this.clashes.set(item, other);
    else this.server.set(item, data.cells?.[item]?.text ?? raw);
    this.show(data, other ? "" : item, raw);
    if (other && cell) this.tell(other.message, "soon");
    return other ? other.message : "sent";
  }

  show(data, item, raw) {
    for (const [key, result] of Object.entries(data.cells ?? {})) {
      const cell = this.cell(key);
      if (!cell) continue;
      // A text of one's own that is still under way or at odds with another's stays in its cell.
      const free = key === item ? [raw, result.text].includes(cell.value) : !data.saved_at || !outbox.has(`cell-${key}`);
      if (data.saved_at && !free) continue;
      if (data.saved_at) this.server.set(key, result.text ?? "");
      if (result.text !== undefined && cell !== document.activeElement) {
        cell.value = result.text;
        this.known.set(key, result.text);
      }
      cell.dataset.ownState = result.state;
      cell.dataset.own = result.message ?? "";
      this.mark(cell, result.state);
      this.showMessage(cell, result.message ?? "", result.state);
    }
    if (data.checks) this.showChecks(data.checks);
    this.showProgress(data.progress);
    if (data.saved_at) this.tell(say("saved", { time: data.saved_at }), "done");
  }

  showChecks(checks) {
    for (const cell of this.cells()) {
      if (cell.dataset.checked === undefined) continue;
      delete cell.dataset.checked;
      this.mark(cell, cell.dataset.ownState);
      this.showMessage(cell, cell.dataset.own ?? "", cell.dataset.ownState);
    }
    for (const check of checks) {
      const cell = this.cell(String(check.item));
      if (!cell) continue;
      cell.dataset.checked = "";
      if (cell.getAttribute("aria-invalid") !== "true") this.mark(cell, check.severity);
      const before = this.message(cell)?.textContent.trim();
      this.showMessage(cell, before ? `${before} ${check.message}` : check.message, check.severity);
    }
  }

  mark(cell, state) {
    if (state === "error") cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    if (state) cell.dataset.state = state;
  }

  message(cell) {
    const row = document.getElementById(`msg-${cell.dataset.item}`);
    return row && !row.hidden ? row.querySelector("p") : null;
  }

  showMessage(cell, text, state) {
    const row = document.getElementById(`msg-${cell.dataset.item}`);
    if (!row) return;
    const paragraph = row.querySelector("p") ?? row.cells[0].appendChild(document.createElement("p"));
    paragraph.textContent = text;
    settle(row);
    row.classList.toggle("grid__message--error", state === "error");
  }

  showProgress(progress) {
    if (!progress) return;
    const bar = this.scope.querySelector("[data-grid-progress]");
    const words = this.scope.querySelector("[data-grid-count]");
    if (bar) {
      bar.max = progress.total;
      bar.value = progress.done;
    }
    if (words) words.textContent = `${progress.done}/${progress.total}`;
  }

  /** Say it in the live region; the state chooses the mark that stands before it. */
  tell(text, state) {
    const region = this.scope.querySelector("[data-grid-saved]");
    if (!region) return;
    region.textContent = text;
    const use = region.parentElement.querySelector("svg.mark use");
    if (!use) return;
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#mark-${state}`));
    use.parentElement.setAttribute("class", `mark mark--${state}`);
  }
}

document.querySelectorAll("table[data-grid]").forEach((table) => new Grid(table));
