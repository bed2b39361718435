// A toast leaves after its seconds; while the pointer or the focus is on it, it waits.
const say = (key) => document.getElementById("texts")?.dataset[key] ?? "{n}";

function start(toast) {
  let left = Number(toast.dataset.toast) || 10;
  let held = false;
  const clock = toast.querySelector("[data-toast-seconds]");
  const show = () => {
    if (clock) clock.textContent = say("seconds").replace("{n}", left);
  };
  for (const [name, value] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
    toast.addEventListener(name, () => {
      held = value;
    });
  }
  show();
  const timer = setInterval(() => {
    if (held || document.hidden) return;
    left -= 1;
    show();
    if (left <= 0) {
      clearInterval(timer);
      toast.remove();
    }
  }, 1000);
}

document.querySelectorAll("[data-toast]").forEach(start);

// Toasts that htmx brings later count down too.
document.addEventListener("htmx:load", (event) => {
  const arrived = event.target;
  if (arrived.matches?.("[data-toast]")) start(arrived);
  arrived.querySelectorAll?.("[data-toasts] [data-toast], [data-toast]").forEach((toast) => {
    if (arrived !== document.body) start(toast);
  });
});
