// Choosing rows of a register list: all on the page, a row, a range with Shift, and all that match the filters.
// <form data-select> … <input type=checkbox data-select-all> … <input type=checkbox name=pick value=…> …
// <div class="bulk" data-bulk><span data-bulk-count></span> <label data-bulk-matching hidden>…</label> buttons</div>
const say = (count) => (document.getElementById("texts")?.dataset.chosen ?? "{n}").replace("{n}", count);

function watch(root) {
  const all = root.querySelector("[data-select-all]");
  const bar = root.querySelector("[data-bulk]");
  const count = root.querySelector("[data-bulk-count]");
  const matching = root.querySelector("[data-bulk-matching]");
  const picks = () => [...root.querySelectorAll("input[name=pick]")];
  let last = null;

  function refresh() {
    const boxes = picks();
    const chosen = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    if (bar) bar.hidden = chosen === 0;
    if (count) count.textContent = say(chosen);
    if (matching) {
      matching.hidden = chosen < boxes.length;
      if (matching.hidden) matching.querySelector("input").checked = false;
    }
  }

  root.addEventListener("click", (event) => {
    if (event.target.name !== "pick") return;
    const boxes = picks();
    const here = boxes.indexOf(event.target);
    const from = boxes.indexOf(last);
    if (event.shiftKey && from >= 0) {
      for (let place = Math.min(here, from); place <= Math.max(here, from); place += 1) {
        boxes[place].checked = event.target.checked;
      }
    }
    last = event.target;
  });

  root.addEventListener("change", (event) => {
    if (event.target === all) picks().forEach((box) => { box.checked = all.checked; });
    refresh();
  });
  refresh();
}

document.querySelectorAll("[data-select]").forEach(watch);
