// The moderators' queue by keyboard: j and k go from comment to comment, a publishes, r goes to the reason, x chooses.
// The switch of the shortcuts (?) turns these off as well; without script every act has its button.
const queue = document.querySelector("[data-queue]");
const rows = queue ? [...queue.querySelectorAll("[data-queue-row]")] : [];

function typing(target) {
  return target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
}

function here() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function go(step) {
  const place = here();
  const next = rows[Math.min(Math.max(place + step, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
  if (localStorage.getItem("danvan-shortcuts") === "off" || typing(event.target)) return;
  const row = rows[here()];
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (row && event.key === "x") row.querySelector("input[name=pick]")?.click();
  else if (row && (event.key === "a" || event.key === "r")) {
    const aim = row.querySelector(`[data-key=${event.key}]`);
    if (!aim) return;
    if (event.key === "a") aim.click();
    else aim.focus();
  } else return;
  event.preventDefault();
});
