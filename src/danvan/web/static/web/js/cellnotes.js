// Notes in the row under a cell of the grid: not yet sent, at odds with what somebody else typed, left out of a paste.
import { fill } from "./amounts.js";

const texts = document.getElementById("texts")?.dataset ?? {};

function button(cell, name, value, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.dataset.cell = cell.dataset.item;
  made.dataset[name] = value;
  made.textContent = label;
  return made;
}

/** One note of a kind under a cell: `text` and buttons, or nothing. The row is shown while it says anything. */
function note(cell, kind, text, buttons = []) {
  const row = document.getElementById(`msg-${cell.dataset.item}`);
  if (!row) return;
  const old = row.querySelector(`.cell-note--${kind}`);
  if (old?.dataset.text === text) return;
  old?.remove();
  if (text) {
    const made = document.createElement("div");
    made.className = `cell-note cell-note--${kind}`;
    made.dataset.text = text;
    const words = document.createElement("span");
    words.textContent = text;
    made.append(words, ...buttons);
    row.cells[0].append(made);
  }
  settle(row);
}

/**
 * The row is shown while it says anything: a message, a remark, a note, a reason that was given. A reason is asked for a
 * figure that is odd or was remarked on; a text that is no figure has none.
 */
export function settle(row) {
  const cell = document.getElementById(row.id.replace("msg-", "cell-"));
  if (cell?.readOnly) return; // a figure taken from elsewhere: the field to object to it stays
  const why = row.querySelector("[data-grid-why]");
  const odd = row.querySelector("p")?.textContent.trim() || row.querySelector(".remark") || why?.querySelector("input").value;
  if (why) why.hidden = !odd || cell?.dataset.ownState === "error";
  row.hidden = !odd && !row.querySelector(".cell-note");
}

/** "Chưa gửi: 186", why if the server refused it, and the button that drops it. */
export function unsent(cell, entry) {
  if (!entry) return note(cell, "unsent", "");
  const told = fill(texts.unsent, { raw: entry.raw || texts.empty });
  return note(cell, "unsent", entry.stuck ? `${told} ${entry.stuck}` : told, [button(cell, "unsent", "drop", texts.drop)]);
}

/** Two people changed the cell: both texts, and the person chooses. */
export function clash(cell, entry, other) {
  if (!entry || !other) return note(cell, "clash", "");
  const mine = entry.raw || texts.empty;
  const theirs = other.theirs || texts.empty;
  return note(cell, "clash", `${other.message} ${fill(texts.mine, { raw: mine })}`, [
    button(cell, "clash", "mine", fill(texts.keepMine, { raw: mine })),
    button(cell, "clash", "theirs", fill(texts.takeTheirs, { raw: theirs })),
  ]);
}

/** What of a pasted block found no cell. */
export const lift = (cell, text) => note(cell, "paste", text);
