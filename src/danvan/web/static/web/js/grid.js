// The entry grid: the keyboard of a spreadsheet, a block pasted from Excel, every cell saved by itself.
// The contract with the server is written in docs/how-to/components.md.
const texts = document.getElementById("texts")?.dataset ?? {};
const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), texts[key] ?? "");
const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";
const PAUSE = 900; // ms of stillness before a cell being typed in is saved
const RETRY = 5000;

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
    this.queue = new Map(this.kept());
    this.timers = new WeakMap();
    this.known = new Map(this.cells().map((cell) => [cell.dataset.item, cell.value]));
    this.sending = false;
    this.adopt();
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("paste", (event) => this.onPaste(event));
    table.addEventListener("input", (event) => this.onInput(event));
    table.addEventListener("change", (event) => this.save(event.target));
    table.addEventListener("focusin", (event) => event.target.matches(".grid__cell") && event.target.select());
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.queue.size && !this.storable) event.preventDefault();
    });
    this.resume();
  }

  cells() {
    return [...this.table.querySelectorAll(".grid__cell")];
  }

  cell(item) {
    return this.cells().find((cell) => cell.dataset.item === item);
  }

  /** Messages the server drew with the page come from its checks, unless data-own says they are the cell's own. */
  adopt() {
    for (const cell of this.cells()) {
      const checked = Boolean(this.message(cell)) && !cell.dataset.own;
      cell.dataset.ownState = checked ? (cell.value ? "value" : "empty") : (cell.dataset.state ?? "");
      if (checked) cell.dataset.checked = "";
    }
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
    const width = Math.max(...block.map((line) => line.length));
    const room = Math.min(...rows.slice(row, row + block.length).map((line) => line.length - column));
    const refusal =
      width > room
        ? say("wide", { columns: width, room: Math.max(room, 0) })
        : block.length > rows.length - row
          ? say("tall", { rows: block.length, room: rows.length - row })
          : "";
    const targets = [];
    if (!refusal) {
      block.forEach((line, down) =>
        line.forEach((value, right) => targets.push([rows[row + down][column + right], value])));
    }
    if (refusal || targets.some(([target]) => target.readOnly || target.disabled)) {
      this.tell(refusal || say("locked"), "late");
      this.showMessage(cell, refusal || say("locked"), "error");
      return;
    }
    for (const [target, value] of targets) {
      target.value = value;
      this.put(target);
    }
    this.tell(say("pasted", { n: targets.length }), "done");
    this.send();
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
    this.send();
  }

  put(cell) {
    this.known.set(cell.dataset.item, cell.value);
    cell.dataset.pending = "";
    this.queue.set(cell.dataset.item, cell.value);
    this.keep();
  }

  get storageKey() {
    return `danvan-grid:${this.url}`;
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.storageKey) ?? "[]");
    } catch {
      return []; // a browser without storage still saves, only not across a closed tab
    }
  }

  keep() {
    try {
      if (this.queue.size) localStorage.setItem(this.storageKey, JSON.stringify([...this.queue]));
      else localStorage.removeItem(this.storageKey);
      this.storable = true;
    } catch {
      this.storable = false;
    }
  }

  /** What an earlier visit could not send goes first, and is shown in its cells. */
  resume() {
    for (const [item, raw] of this.queue) {
      const cell = this.cell(item);
      if (!cell) {
        this.queue.delete(item);
        continue;
      }
      cell.value = raw;
      cell.dataset.pending = "";
      this.known.set(item, raw);
    }
    this.keep();
    if (this.queue.size) this.send();
  }

  async send() {
    if (this.sending || !this.queue.size) return;
    this.sending = true;
    clearTimeout(this.retry);
    while (this.queue.size) {
      const [item, raw] = this.queue.entries().next().value;
      const outcome = await this.post(item, raw);
      if (outcome === "later") {
        this.tell(say("offline", { n: this.queue.size }), "soon");
        this.retry = setTimeout(() => this.send(), RETRY);
        break;
      }
      // Typed again while it travelled: the newer text stays in the queue and goes next.
      if (this.queue.get(item) === raw) {
        this.queue.delete(item);
        delete this.cell(item)?.dataset.pending;
      }
      this.keep();
    }
    this.sending = false;
  }

  async post(item, raw) {
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        body: new URLSearchParams({ item, raw }),
      });
    } catch {
      return "later";
    }
    if (answer.status >= 500 || answer.status === 429) return "later";
    const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (!answer.ok || !data || answer.redirected) {
      const reason = data?.message ?? `${answer.status}`;
      const cell = this.cell(item);
      if (cell) this.showMessage(cell, say("refused", { reason }), "error");
      this.tell(say("refused", { reason }), "late");
      return "refused";
    }
    this.show(data, item, raw);
    return "saved";
  }

  show(data, item, raw) {
    for (const [key, result] of Object.entries(data.cells ?? {})) {
      const cell = this.cell(key);
      if (!cell) continue;
      const untouched = key !== item || cell.value === raw;
      if (result.text !== undefined && untouched && cell !== document.activeElement) {
        cell.value = result.text;
        this.known.set(key, result.text);
      }
      cell.dataset.ownState = result.state;
      this.askWhy(cell, result.state !== "error");
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
    row.hidden = !text;
    row.classList.toggle("grid__message--error", state === "error");
  }

  /** A reason is asked for a figure that is odd; a text that is no figure has none. */
  askWhy(cell, wanted) {
    const field = document.getElementById(`msg-${cell.dataset.item}`)?.querySelector("[data-grid-why]");
    if (field) field.hidden = !wanted;
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
