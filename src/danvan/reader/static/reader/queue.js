// The queue by keyboard: j and k go from fact to fact that waits, a confirms, e corrects, r refuses. Without this
// script every fact has its buttons.
const lines = [...document.querySelectorAll("[data-fact]")];
let here = -1;

const off = () => localStorage.getItem("danvan-shortcuts") === "off";

function go(place) {
  const line = lines[place];
  if (!line) return;
  here = place;
  lines.forEach((other) => other.classList.toggle("is-here", other === line));
  document.querySelectorAll("mark.is-lit").forEach((mark) => mark.classList.remove("is-lit"));
  const marks = [...document.querySelectorAll("mark[data-facts]")].filter((mark) =>
    mark.dataset.facts.split(" ").includes(line.dataset.fact));
  marks.forEach((mark) => mark.classList.add("is-lit"));
  marks[0]?.scrollIntoView({ block: "center" });
  line.scrollIntoView({ block: "nearest" });
}

function next(step) {
  for (let place = here + step; place >= 0 && place < lines.length; place += step) {
    if ("waits" in lines[place].dataset) return go(place);
  }
}

document.addEventListener("keydown", (event) => {
  if (off() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") next(1);
  else if (event.key === "k") next(-1);
  else if ("aer".includes(event.key) && lines[here]) {
    const act = lines[here].querySelector(`[data-act="${event.key}"]`);
    if (!act) return;
    event.preventDefault();
    act.click();
    if (event.key === "e") lines[here].querySelector("details input")?.focus();
  }
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("mark[data-facts]");
  if (mark) go(lines.findIndex((line) => line.dataset.fact === mark.dataset.facts.split(" ")[0]));
});

// After a decision the page comes back at the fact: go on with the next one that waits.
const from = location.hash.startsWith("#su-kien-") ? location.hash.slice(9) : "";
here = lines.findIndex((line) => line.dataset.fact === from);
next(1);
