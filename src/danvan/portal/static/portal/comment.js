// A browser that works a moment for a comment is let through sooner when many write at once. Without script, or where
// the browser cannot do it, the form is sent as it is.
const BITS = 14;
const BATCH = 256;
const PATIENCE = 4000; // ms
const encoder = new TextEncoder();

async function fits(text) {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return digest.getUint32(0) >>> (32 - BITS) === 0;
}

async function search(stamp, words) {
  const end = Date.now() + PATIENCE;
  for (let from = 0; Date.now() < end; from += BATCH) {
    const tries = Array.from({ length: BATCH }, (_, step) => String(from + step));
    const found = await Promise.all(tries.map((work) => fits(`${stamp}.${work}.${words}`)));
    const place = found.indexOf(true);
    if (place >= 0) return tries[place];
  }
  return "";
}

function watch(form) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.work.value || !globalThis.crypto?.subtle) return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    try {
      form.elements.work.value = await search(form.elements.stamp.value, form.elements.text.value);
    } finally {
      HTMLFormElement.prototype.submit.call(form);
    }
  });
  // Other words need other work.
  form.elements.text.addEventListener("input", () => { form.elements.work.value = ""; });
}

document.querySelectorAll("[data-comment-form]").forEach(watch);
