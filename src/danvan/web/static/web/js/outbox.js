// What was typed and is not yet with the server: kept in this browser for the person who typed it, sent as soon as the
// line allows, oldest first, and dropped one by one when its writer says so. One outbox a page.
const FIRST = 5000; // ms until the next try; twice as long after each that failed
const LONGEST = 60000;
const account = document.querySelector("meta[name=account]")?.content ?? "";
const csrf = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

class Outbox extends EventTarget {
  constructor() {
    super();
    this.prefix = `danvan:${account}:${location.pathname}:`;
    this.entries = this.kept();
    this.senders = new Map();
    this.storable = true;
    this.down = false;
    this.signedOut = false;
    this.pause = FIRST;
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => this.isDown());
    window.addEventListener("beforeunload", (event) => {
      if (this.entries.size && !this.storable) event.preventDefault();
    });
  }

  /** Each entry has a place of its own in the browser's store, so that two tabs do not wipe out each other's. */
  kept() {
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const name = localStorage.key(at);
        if (!name.startsWith(this.prefix)) continue;
        const entry = JSON.parse(localStorage.getItem(name));
        delete entry.stuck; // told anew when it is sent again
        found.push([name.slice(this.prefix.length), entry]);
      }
    } catch {
      this.storable = false; // a browser without storage still sends, only not across a closed tab
    }
    return new Map(found.sort(([, one], [, other]) => one.at - other.at));
  }

  keep(key) {
    try {
      if (this.entries.has(key)) localStorage.setItem(this.prefix + key, JSON.stringify(this.entries.get(key)));
      else localStorage.removeItem(this.prefix + key);
    } catch {
      this.storable = false;
    }
    this.dispatchEvent(new Event("changed"));
  }

  get size() {
    return this.entries.size;
  }

  /** Whether the line is known to be down, or something was refused: then what is unsent is shown as such. */
  get waiting() {
    return this.size > 0 && (this.down || !navigator.onLine || [...this.entries.values()].some((entry) => entry.stuck));
  }

  has(key) {
    return this.entries.has(key);
  }

  get(key) {
    return this.entries.get(key);
  }

  put(key, entry) {
    this.entries.set(key, { at: Date.now(), ...entry });
    this.keep(key);
  }

  drop(key) {
    this.entries.delete(key);
    this.keep(key);
  }

  /** `send(id, entry)` answers "sent", "later", "signed-out", or in words why it must stay until its writer decides. */
  route(kind, send) {
    this.senders.set(kind, send);
  }

  /** POST fields; what it comes to besides an answer is "later" (no line) or "signed-out". */
  async post(url, fields) {
    let answer;
    try {
      answer = await fetch(url, {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), "X-Account": account, Accept: "application/json" },
        body: new URLSearchParams(fields),
      });
    } catch {
      return { outcome: "later" };
    }
    if (answer.status >= 500 || answer.status === 429) return { outcome: "later" };
    const data = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    // The page of signing in, or a form key from before somebody signed in: what was typed waits for its writer.
    if (answer.redirected || answer.status === 403 || data?.code === "other-account") return { outcome: "signed-out", data };
    if (!answer.ok || !data) return { outcome: "refused", reason: data?.message ?? `${answer.status}` };
    return { outcome: "sent", data };
  }

  isDown() {
    this.down = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST);
    this.dispatchEvent(new Event("changed"));
  }

  /** Try everything anew, also what was refused. */
  again() {
    this.pause = FIRST;
    this.signedOut = false;
    for (const entry of this.entries.values()) delete entry.stuck;
    return this.flush();
  }

  flush() {
    this.running ??= this.run().finally(() => {
      this.running = null;
      this.dispatchEvent(new Event("changed"));
    });
    return this.running;
  }

  next() {
    return [...this.entries].find(([key, entry]) => !entry.stuck && this.senders.has(key.split("-")[0]));
  }

  async run() {
    clearTimeout(this.timer);
    for (let next = this.next(); next; next = this.next()) {
      const [key, entry] = next;
      const [kind, id] = key.split("-");
      const outcome = await this.senders.get(kind)(id, entry);
      if (outcome === "later") return this.isDown();
      this.down = false;
      this.pause = FIRST;
      this.signedOut = outcome === "signed-out";
      if (this.signedOut) return undefined;
      // Typed again while it travelled: the newer text stays and goes next.
      if (this.entries.get(key) !== entry) continue;
      if (outcome === "sent") this.drop(key);
      else {
        entry.stuck = outcome;
        this.keep(key);
      }
    }
    return undefined;
  }
}

export const outbox = new Outbox();
