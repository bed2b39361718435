// On a phone a long overview folds: only what holds something late stays open.
if (matchMedia("(max-width: 40rem)").matches) {
  for (const part of document.querySelectorAll("details[data-fold]:not([data-late])")) part.open = false;
}
