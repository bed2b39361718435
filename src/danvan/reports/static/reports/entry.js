// The page of entry as a whole: what is unsent is counted and can be sent by hand, filing waits for it, and the page is
// kept so that it opens again without a line.
import { outbox } from "../web/js/outbox.js";

const form = document.getElementById("report");
const bar = document.querySelector("[data-outbox]");
const isCopy = document.documentElement.dataset.kept !== undefined;
const AGAIN = 5000; // ms between looks whether a copy can give way to the true page
const fill = (text, n) => text.replace("{n}", n);

/** "3 ô, 1 câu trả lời chưa gửi", beside the button that sends. */
function show() {
  const keys = [...outbox.entries.keys()];
  const cells = keys.filter((key) => key.startsWith("cell-")).length;
  const said = [];
  if (cells) said.push(fill(bar.dataset.cells, cells));
  if (keys.length - cells) said.push(fill(bar.dataset.answers, keys.length - cells));
  bar.hidden = !outbox.waiting && !outbox.signedOut;
  bar.parentElement.classList.toggle("save-bar--unsent", !bar.hidden);
  if (!bar.hidden) bar.querySelector("[data-outbox-count]").textContent = said.join(", ");
  if (!outbox.size) bar.querySelector("[data-outbox-said]").textContent = "";
  bar.querySelector("[data-outbox-sign-in]").hidden = !outbox.signedOut;
}

/** A copy has keys of an earlier day: once all is sent the true page takes its place. True when it does. */
async function renew() {
  if (!isCopy || outbox.size || !navigator.onLine) return false;
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 500) return false;
  location.reload();
  return true;
}

/** Now and then, but never under the hands of somebody who types. */
function renewSoon() {
  setTimeout(async () => {
    const typing = document.activeElement?.matches("input, textarea");
    if (typing || !(await renew())) renewSoon();
  }, AGAIN);
}

/** Filing sends the whole page, so it waits until single changes are through; without a line it says so. */
async function file(event) {
  if (navigator.onLine && !outbox.size && !isCopy) return;
  event.preventDefault();
  await outbox.again();
  if (await renew()) return;
  if (!outbox.size && navigator.onLine && !isCopy) form.requestSubmit(event.submitter);
  else {
    show();
    bar.hidden = false;
    bar.parentElement.classList.add("save-bar--unsent");
    bar.querySelector("[data-outbox-said]").textContent = outbox.size ? fill(bar.dataset.wait, outbox.size) : bar.dataset.down;
  }
}

/** Put this page and what it is made of where the worker finds them; later visits go through the worker. */
async function keepThis(owner) {
  const answer = await fetch(location.pathname);
  if (!answer.ok || answer.redirected || answer.headers.get("X-Keep-For") !== owner) return;
  await (await caches.open(`danvan-pages:${owner}`)).put(location.pathname, answer);
  const made = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const files = made.filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  await (await caches.open("danvan-files")).addAll([...new Set(files.map((url) => url.href))]);
}

async function work() {
  const owner = document.querySelector("meta[name=account]")?.content;
  if (!owner || !navigator.serviceWorker || isCopy) return; // only https and the own machine have workers
  const wanted = new URL(`${form.dataset.worker}?account=${owner}`, location).href;
  const known = navigator.serviceWorker.controller?.scriptURL === wanted;
  await navigator.serviceWorker.register(wanted);
  await navigator.serviceWorker.ready;
  if (!known) await keepThis(owner);
  form.dataset.kept = "yes";
}

if (bar) {
  outbox.addEventListener("changed", show);
  window.addEventListener("online", () => outbox.again().then(renew));
  bar.querySelector("[data-outbox-send]").addEventListener("click", () => outbox.again());
  form.addEventListener("submit", file);
  document.querySelector("[data-kept-note]").hidden = !isCopy;
  // What the margin says comes from the server; without a line it stays as it is.
  document.addEventListener("htmx:beforeRequest", (event) => navigator.onLine || event.preventDefault());
  show();
  outbox.flush();
  if (isCopy) renewSoon();
  work().catch(() => {}); // a browser that keeps no pages still keeps what is typed
}
