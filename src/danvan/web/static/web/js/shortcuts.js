// ? shows the list, Ctrl Enter sends the form being typed in; a checkbox switches every shortcut off.
const KEY = "danvan-shortcuts";
const list = document.getElementById("shortcuts");
const box = list?.querySelector("[data-shortcuts-off]");
const off = () => localStorage.getItem(KEY) === "off";

if (box) {
  box.checked = off();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(KEY, "off");
    else localStorage.removeItem(KEY);
  });
}

document.addEventListener("keydown", (event) => {
  if (off()) return;
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "?" && !field && list && !list.open) {
    event.preventDefault();
    list.showModal();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.form ?? event.target.closest?.("form") ?? document.querySelector("form[data-submit]");
    if (!form || form.method === "dialog") return;
    event.preventDefault();
    form.requestSubmit();
  }
});

// A button that names a dialog opens it: <button data-dialog="shortcuts">.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
});
