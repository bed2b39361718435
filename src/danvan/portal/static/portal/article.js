// Reading aloud with the browser's own voice, copying the link, printing. Without script the page lacks nothing else.

const LONGEST = 200; // Some voices fall silent in the middle of a longer utterance.

function voiceFor(language) {
  const wanted = language.toLowerCase();
  return speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().replace("_", "-").startsWith(wanted));
}

function sentences(text) {
  const found = [];
  for (const sentence of text.split(/(?<=[.!?…;:])\s+|\n+/)) {
    let rest = sentence.trim();
    while (rest.length > LONGEST) {
      const cut = rest.lastIndexOf(" ", LONGEST);
      found.push(rest.slice(0, cut > 0 ? cut : LONGEST));
      rest = rest.slice(cut > 0 ? cut : LONGEST).trim();
    }
    if (rest) found.push(rest);
  }
  return found;
}

function whatToRead() {
  const parts = document.querySelectorAll(
    ".article h1, .article__lead, .article__text p, .article__text h2, .article__text h3, .article__text li",
  );
  return [...parts].flatMap((part) => sentences(part.textContent));
}

function readAloud(button, stop) {
  const words = button.querySelector("span");
  const listen = words.textContent;
  let queue = [];
  let state = "silent";

  function show(next) {
    state = next;
    words.textContent = { silent: listen, reading: button.dataset.pause, paused: button.dataset.goOn }[next];
    stop.hidden = next === "silent";
  }

  function next() {
    if (state !== "reading") return;
    if (!queue.length) {
      show("silent");
      return;
    }
    const said = new SpeechSynthesisUtterance(queue[0]);
    said.lang = button.dataset.lang;
    said.voice = voiceFor(button.dataset.lang);
    said.onend = () => {
      if (state === "reading") {
        queue.shift();
        next();
      }
    };
    said.onerror = () => state === "reading" && show("silent");
    speechSynthesis.speak(said);
  }

  button.addEventListener("click", () => {
    if (state === "reading") {
      show("paused"); // The sentence begins anew afterwards: pausing inside one does not work in every browser.
      speechSynthesis.cancel();
      return;
    }
    if (state === "silent") queue = whatToRead();
    show("reading");
    next();
  });
  stop.addEventListener("click", () => {
    show("silent");
    queue = [];
    speechSynthesis.cancel();
    button.focus();
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

function offerVoice() {
  const button = document.querySelector("[data-read-aloud]");
  const stop = document.querySelector("[data-read-stop]");
  if (!button || !("speechSynthesis" in window)) return;
  readAloud(button, stop);
  const offer = () => {
    button.hidden = !voiceFor(button.dataset.lang);
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
}

function offerSharing() {
  const said = document.querySelector("[data-said]");
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.querySelector("span").textContent = copy.dataset.copied;
      said.textContent = copy.dataset.copied;
    });
  }
  const share = document.querySelector("[data-share]");
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => {
      // Who closes the list of applications has not done anything wrong.
      navigator.share({ title: share.dataset.title, url: share.dataset.share }).catch(() => undefined);
    });
  }
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
}

offerVoice();
offerSharing();
