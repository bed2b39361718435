// Shares while they are typed: each as a percentage of the sum, and the sum. The server reckons them again.
function read(input) {
  const text = input.value.trim().replace(/[. ]/g, "").replace(",", ".");
  const amount = Number(text);
  return text && Number.isFinite(amount) && amount > 0 ? amount : 0;
}

function say(number) {
  return new Intl.NumberFormat("vi", { maximumFractionDigits: 6 }).format(number);
}

function watch(root) {
  const inputs = [...root.querySelectorAll("[data-share]")];
  const sum = root.querySelector("[data-share-sum]");

  function refresh() {
    const amounts = inputs.map(read);
    const total = amounts.reduce((a, b) => a + b, 0);
    inputs.forEach((input, place) => {
      const part = input.closest(".heir")?.querySelector("[data-share-part]");
      if (part) part.textContent = total && amounts[place] ? `${say(Math.round((amounts[place] / total) * 1e4) / 100)} %` : "";
    });
    if (sum) sum.textContent = total ? `${sum.dataset.label}: ${say(Math.round(total * 1e6) / 1e6)}` : "";
  }

  root.addEventListener("input", refresh);
  refresh();
}

document.querySelectorAll("[data-shares]").forEach(watch);
