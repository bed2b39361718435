// The command palette: Ctrl K or / opens it, arrows choose, Enter goes, Esc gives the focus back.
// data-palette-url?q= answers JSON {groups: [{title, items: [{label, url, icon, hint}]}]} or an HTML fragment
// whose links carry role="option".
const dialog = document.getElementById("palette");
const say = (key) => document.getElementById("texts")?.dataset[key] ?? "";
const switchedOff = () => localStorage.getItem("danvan-shortcuts") === "off";
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

if (dialog) {
  const input = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const none = dialog.querySelector("[data-palette-none]");
  const status = dialog.querySelector("[data-palette-status]");
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0] ?? "";
  let request = null;
  let timer = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const place = all.indexOf(chosen());
    choose(all[(place + step + all.length) % all.length]);
  }

  function iconOf(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sprite}#${name || "right"}`);
    svg.append(use);
    return svg;
  }

  function drawItem(item) {
    const link = document.createElement("a");
    const label = document.createElement("span");
    const hint = document.createElement("small");
    link.className = "palette__item";
    link.href = item.url;
    label.textContent = item.label;
    hint.textContent = item.hint ?? "";
    link.append(iconOf(item.icon), label, hint);
    return link;
  }

  function drawGroups(groups) {
    list.replaceChildren(...groups.map((group) => {
      const box = document.createElement("div");
      const title = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", group.title);
      title.className = "palette__group";
      title.setAttribute("aria-hidden", "true");
      title.textContent = group.title;
      box.append(title, ...group.items.map(drawItem));
      return box;
    }));
  }

  function settle() {
    list.querySelectorAll("a").forEach((link, place) => {
      link.id = `palette-option-${place}`;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
    });
    const count = options().length;
    input.setAttribute("aria-expanded", String(count > 0));
    none.hidden = count > 0 || !input.value.trim();
    none.textContent = say("nothing");
    status.textContent = count ? say("found").replace("{n}", count) : none.hidden ? "" : say("nothing");
    choose(options()[0]);
  }

  async function search() {
    request?.abort();
    request = new AbortController();
    const address = new URL(dialog.dataset.paletteUrl, location.href);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, {
        signal: request.signal,
        headers: { Accept: "application/json, text/html", "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.headers.get("Content-Type")?.includes("json")) drawGroups((await answer.json()).groups);
      else list.innerHTML = await answer.text();
      settle();
    } catch (error) {
      if (error.name === "AbortError") return;
      list.replaceChildren();
      input.setAttribute("aria-expanded", "false");
      none.hidden = false;
      none.textContent = say("failed");
      status.textContent = say("failed");
    }
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal(); // the browser gives the focus back when it closes
    input.select();
    search();
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault(); // else some browsers would only empty the field
      dialog.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Home" || event.key === "End") {
      const all = options();
      if (all.length) {
        event.preventDefault();
        choose(event.key === "Home" ? all[0] : all[all.length - 1]);
      }
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey) window.open(chosen().href, "_blank", "noopener");
      else location.assign(chosen().href);
    }
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-palette-close]")) dialog.close();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette-open]");
    if (!opener || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("keydown", (event) => {
    if (switchedOff()) return;
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.altKey && !typing(event.target);
    if (!command && !slash) return;
    event.preventDefault();
    open();
  });
}
