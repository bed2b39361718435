// Answers in words: each is saved by itself, kept in the browser while the line is down, counted, begun from a text.
const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";
const PAUSE = 1200; // ms of stillness before an answer being written is saved
const RETRY = 5000;
const fill = (text, values) =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text ?? "");
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
    return `danvan-text:${this.page.url}:${this.id}`;
  }

  later() {
    this.counted();
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** What is written but not yet sent survives a closed browser, with the words that it was begun from. */
  keep() {
    try {
      if (!this.changed) localStorage.removeItem(this.key);
      else {
        const now = { text: this.text.value, tick: this.tick.checked };
        const was = { wasText: this.wasText.value, wasTick: this.wasTick.value };
        localStorage.setItem(this.key, JSON.stringify({ ...now, ...was }));
      }
    } catch {
      this.page.storable = false; // a browser without storage still saves, only not across a closed tab
    }
  }

  restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return;
    }
    if (!kept) return;
    this.text.value = kept.text;
    this.tick.checked = kept.tick;
    // Begun from other words than those that stand now: the server compares, and says what the other wrote.
    this.wasText.value = kept.wasText;
    this.wasTick.value = kept.wasTick;
    this.save();
  }

  async save() {
    clearTimeout(this.timer);
    this.counted();
    this.keep();
    if (!this.changed || this.sending) return;
    this.sending = true;
    const sent = { text: this.text.value, tick: this.tick.checked };
    const body = new URLSearchParams({
      [`text-${this.id}`]: sent.text,
      [`textwas-${this.id}`]: this.wasText.value,
      [`nothingwas-${this.id}`]: this.wasTick.value,
    });
    if (sent.tick) body.set(`nothing-${this.id}`, "on");
    try {
      const headers = { "X-CSRFToken": token(), "X-Requested-With": "fetch" };
      const answer = await fetch(this.page.url, { method: "POST", body, headers, redirect: "error" });
      const said = await answer.json();
      if (answer.ok) this.take(said, sent);
      else this.say(said.message);
    } catch {
      this.say(this.page.texts.unsent);
      setTimeout(() => this.save(), RETRY);
    } finally {
      this.sending = false;
    }
  }

  /** The words kept are the new beginning; where the other's stay, theirs are, and the next change sends ours again. */
  take(said, sent) {
    const mine = said.texts[this.id];
    this.wasText.value = mine.kept ? sent.text : mine.text;
    this.wasTick.value = (mine.kept ? sent.tick : mine.nothing) ? "on" : "";
    const saved = fill(this.page.texts.saved, { time: said.saved_at });
    this.say([mine.kept ? saved : "", mine.message].filter(Boolean).join(" "));
    this.keep();
    if (mine.kept && this.changed) this.later();
  }

  say(text) {
    this.said.textContent = text;
  }
}

for (const section of document.querySelectorAll("[data-texts]")) {
  const page = { url: section.dataset.saveUrl, texts: section.dataset, storable: true };
  const questions = [...section.querySelectorAll("[data-question]")].map((box) => new Question(box, page));
  window.addEventListener("online", () => questions.forEach((question) => question.save()));
  window.addEventListener("beforeunload", (event) => {
    if (!page.storable && questions.some((question) => question.changed)) event.preventDefault();
  });
}
