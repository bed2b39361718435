// A page from a cache shows the counters of the moment it was made: this renews them, all from one answer.
const number = new Intl.NumberFormat(document.documentElement.lang || "vi");

async function renew(box) {
  const address = new URL(box.dataset.counters, location.href);
  if (box.dataset.article) address.searchParams.set("bai", box.dataset.article);
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return;
  const found = await answer.json();
  const values = { online: found.online, ...found.site, article: found.article?.all };
  box.querySelectorAll("[data-count]").forEach((place) => {
    const value = values[place.dataset.count];
    if (value !== undefined) place.textContent = number.format(value);
  });
}

document.querySelectorAll("[data-counters]").forEach((box) => { renew(box).catch(() => {}); });
