// Answers in words: each is saved by itself, kept in the browser while the line is down, counted, begun from a text.
import { fill } from "../web/js/amounts.js";
import { outbox } from "../web/js/outbox.js";

const PAUSE = 1200; // ms of stillness before an answer being written is sent
const number = (value) => value.toLocaleString("vi-VN");

class Question {
  constructor(box, page) {
    this.page = page;
    this.id = box.dataset.question;
    this.text = box.querySelector("textarea");
    this.tick = box.querySelector("input[type=checkbox]");
    this.wasText = box.querySelector(`[name="textwas-${this.id}"]`);
    this.wasTick = box.querySelector(`[name="nothingwas-${this.id}"]`);
    this.count = box.querySelector("[data-count]");
    this.said = box.querySelector("[data-said]");
    this.foot = box.querySelector(".question__foot");
    this.useHint(box.querySelector("[data-use]"), box.querySelector("[data-hint]"));
    this.text.addEventListener("input", () => this.later());
    this.text.addEventListener("change", () => this.save());
    this.tick.addEventListener("change", () => this.save());
    this.restore();
    this.counted();
  }

  useHint(button, hint) {
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const before = this.text.value.trimEnd();
      this.text.value = before ? `${before}\n${hint.textContent}` : hint.textContent;
      this.text.focus();
      this.save();
    });
  }

  counted() {
    const most = Number(this.text.dataset.longest);
    const length = this.text.value.length;
    this.count.textContent = fill(this.page.texts.count, { n: number(length), most: number(most) });
    this.count.classList.toggle("field__error", length > most);
  }

  get changed() {
    const tick = this.tick.checked ? "on" : "";
    return this.text.value !== this.wasText.value || tick !== this.wasTick.value;
  }

  get key() {
    return `text-${this.id}`;
  }

  later() {
    this.counted();
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** What is written but not yet sent survives a closed browser, with the words that it was begun from. */
  keep() {
    if (!this.changed) {
      if (outbox.has(this.key)) outbox.drop(this.key);
      return;
    }
    const now = { text: this.text.value, tick: this.tick.checked };
    outbox.put(this.key, { ...now, wasText: this.wasText.value, wasTick: this.wasTick.value });
  }

  restore() {
    const kept = outbox.get(this.key);
    if (!kept) return;
    this.text.value = kept.text;
    this.tick.checked = kept.tick;
    // Begun from other words than those that stand now: the server compares, and says what the other wrote.
    this.wasText.value = kept.wasText;
    this.wasTick.value = kept.wasTick;
  }

  save() {
    clearTimeout(this.timer);
    this.counted();
    const kept = outbox.get(this.key);
    if (!kept || kept.text !== this.text.value || kept.tick !== this.tick.checked) this.keep();
    outbox.flush();
  }

  async send({ text, tick, wasText, wasTick }) {
    const fields = { [`text-${this.id}`]: text, [`textwas-${this.id}`]: wasText, [`nothingwas-${this.id}`]: wasTick };
    if (tick) fields[`nothing-${this.id}`] = "on";
    const { outcome, data, reason } = await outbox.post(this.page.url, fields);
    if (outcome === "refused") return reason;
    if (outcome !== "sent") return outcome;
    const mine = data.texts[this.id];
    if (!mine.kept) {
      this.theirs = mine;
      return mine.message;
    }
    this.theirs = null;
    this.wasText.value = text;
    this.wasTick.value = tick ? "on" : "";
    this.said.textContent = [fill(this.page.texts.saved, { time: data.saved_at }), mine.message].filter(Boolean).join(" ");
    if (this.changed) this.later();
    return "sent";
  }

  /** Not sent, and at odds with another's words: the writer sees both and chooses. */
  show() {
    const entry = outbox.get(this.key);
    const waits = Boolean(entry) && outbox.waiting;
    if (!entry) this.theirs = null;
    if (waits && !entry.stuck) this.said.textContent = this.page.texts.unsent;
    if (waits && entry.stuck) this.said.textContent = entry.stuck;
    if (!waits && this.waited) this.said.textContent = entry ? "" : this.said.textContent;
    this.waited = waits;
    this.button("drop", waits && !this.theirs, () => this.take(this.wasText.value, this.wasTick.value));
    this.button("mine", Boolean(this.theirs), () => this.insist());
    this.button("theirs", Boolean(this.theirs), () => this.take(this.theirs.text, this.theirs.nothing ? "on" : ""));
  }

  button(name, wanted, act) {
    const there = this.foot.querySelector(`[data-text-${name}]`);
    if (Boolean(there) === wanted) return;
    there?.remove();
    if (!wanted) return;
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.setAttribute(`data-text-${name}`, "");
    made.textContent = this.page.texts[name];
    made.addEventListener("click", act);
    this.foot.append(made);
  }

  /** The own words go; the server's stand in their place. */
  take(text, tick) {
    this.text.value = text;
    this.wasText.value = text;
    this.tick.checked = tick === "on";
    this.wasTick.value = tick;
    this.theirs = null;
    this.said.textContent = "";
    outbox.drop(this.key);
    this.counted();
    this.text.focus();
  }

  /** The own words stay: sent again as a change of the other's. */
  insist() {
    this.wasText.value = this.theirs.text;
    this.wasTick.value = this.theirs.nothing ? "on" : "";
    this.theirs = null;
    this.keep();
    outbox.flush();
  }
}

for (const section of document.querySelectorAll("[data-texts]")) {
  const page = { url: section.dataset.saveUrl, texts: section.dataset };
  const questions = [...section.querySelectorAll("[data-question]")].map((box) => new Question(box, page));
  const show = () => questions.forEach((question) => question.show());
  outbox.route("text", (id, entry) => questions.find((question) => question.id === id)?.send(entry) ?? "sent");
  outbox.addEventListener("changed", show);
  show();
  outbox.flush();
}
