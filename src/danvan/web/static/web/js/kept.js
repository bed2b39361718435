// What this browser keeps belongs to the person who is signed in: it is gone when they sign out, and copies of pages
// also when somebody else signs in. What somebody typed and could not send waits for them, under their own account.
const OWNER = "danvan-account";
const account = document.querySelector("meta[name=account]")?.content ?? "";

async function forgetPages() {
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    if (name.startsWith("danvan-pages")) await caches.delete(name);
  }
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
}

function keysOf(owner) {
  return Object.keys(localStorage).filter((key) => key.startsWith(`danvan:${owner}:`));
}

try {
  if (account && localStorage.getItem(OWNER) !== account) {
    const before = localStorage.getItem(OWNER);
    localStorage.setItem(OWNER, account);
    if (before) await forgetPages();
  }
} catch {
  // a browser without storage keeps nothing
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-sign-out]")) return;
  event.preventDefault();
  try {
    const unsent = keysOf(account);
    if (unsent.length && !window.confirm(form.dataset.unsent.replace("{n}", unsent.length))) return;
    unsent.forEach((key) => localStorage.removeItem(key));
    localStorage.removeItem(OWNER);
    await forgetPages();
  } catch {
    // a browser without storage has nothing to forget
  }
  form.submit();
});
