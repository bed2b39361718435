// A double click never submits twice: after the first submit the form waits for the answer.
const busyText = () => document.getElementById("texts")?.dataset.busy ?? "";

function hold(form, submitter) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // Disabling must wait a tick, or the browser would leave the pressed button's value out of the request.
  setTimeout(() => {
    for (const button of form.elements) {
      if (button.type !== "submit") continue;
      button.dataset.onceDisabled = button.disabled ? "was" : "now";
      button.disabled = true;
    }
    if (submitter) {
      submitter.setAttribute("aria-busy", "true");
      if (busyText()) submitter.title = busyText();
    }
  }, 0);
}

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const button of form.elements) {
    if (button.dataset.onceDisabled === "now") button.disabled = false;
    if (button.dataset.onceDisabled) {
      delete button.dataset.onceDisabled;
      button.removeAttribute("aria-busy");
    }
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.dataset.once === "off") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  hold(form, event.submitter);
  // A download answers without leaving the page, so the form must come back by itself.
  if (form.method === "get" || form.hasAttribute("data-download")) setTimeout(() => release(form), 2000);
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

// Back to a page kept in memory: its forms can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
