"use strict";
// Fetches this page at intervals and updates only what changed, so that the reader's scroll position, selection and open
// lists stay. All state is in the document.
(() => {
  const every = Number(document.body.dataset.refresh);
  const state = document.getElementById("state");
  const button = document.getElementById("pause");
  let paused = false;
  let failures = 0;
  let answered = new Date();

  const say = (text, lost) => {
    if (state.textContent !== text) state.textContent = text;
    state.parentElement.classList.toggle("lost", lost);
  };

  const seconds = (milliseconds) => `${milliseconds / 1000} s`;

  // The page must not change while the reader is selecting text.
  const selecting = () => {
    const selection = document.getSelection();
    return !selection.isCollapsed && selection.containsNode(document.querySelector("main"), true);
  };

  const key = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null);

  function carryOver(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    // The reader decides whether a list is open.
    for (const { name, value } of fresh.attributes) {
      if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    // The reader may be changing the form.
    if (old.localName !== "form") carryOverChildren(old, fresh);
  }

  function carryOverChildren(old, fresh) {
    const stay = new Set([...fresh.children].map(key));
    const keyed = new Map();
    for (const child of [...old.children]) {
      if (key(child) === null) continue;
      if (stay.has(key(child))) keyed.set(key(child), child);
      else child.remove();
    }
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      const same = key(next) === null
        ? at && key(at) === null && at.nodeName === next.nodeName ? at : undefined
        : keyed.get(key(next));
      if (!same) {
        old.insertBefore(document.importNode(next, true), at);
        continue;
      }
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      carryOver(same, next);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  async function refresh() {
    const answer = await fetch(location.href, {
      headers: { accept: "text/html" },
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The response may be a login page.
    if (!fresh.body.dataset.refresh) throw new Error("another page");
    // The reader may have paused, or started a selection, during the request.
    if (paused || selecting()) return;
    carryOver(document.querySelector("main"), fresh.querySelector("main"));
    if (document.title !== fresh.title) document.title = fresh.title;
  }

  async function turn() {
    if (paused) {
      say("Paused", false);
    } else if (selecting()) {
      say("Paused while text is selected", false);
    } else if (!document.hidden) {
      try {
        await refresh();
        failures = 0;
        answered = new Date();
        if (!paused) say(`Refreshes every ${seconds(every)}`, false);
      } catch {
        failures += 1;
        const since = answered.toISOString().slice(11, 19);
        say(`▲ No response since ${since} UTC; retrying`, true);
      }
    }
    // Exponential backoff, so as not to load a failing server.
    const wait = Math.min(every * 2 ** Math.min(failures, 5), Math.max(every, 30_000));
    setTimeout(turn, wait);
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Resume" : "Pause";
    say(paused ? "Paused" : `Refreshes every ${seconds(every)}`, false);
  });
  say(`Refreshes every ${seconds(every)}`, false);
  setTimeout(turn, every);
})();
