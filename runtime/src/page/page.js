"use strict";
// Fetches this page again and again, and carries over what changed, so that the reader's place, selection and open
// lists stay. Keeps no state but what the reader sees.
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

  // Text that is being selected must not change under the reader's hand.
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
    // Whether a list is open is the reader's.
    for (const { name, value } of fresh.attributes) {
      if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    // What the reader is about to choose is the reader's, too.
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
    // Another page stands there if somebody has to log in again.
    if (!fresh.body.dataset.refresh) throw new Error("another page");
    // It may have begun while the answer was on its way.
    if (paused || selecting()) return;
    carryOver(document.querySelector("main"), fresh.querySelector("main"));
    if (document.title !== fresh.title) document.title = fresh.title;
  }

  async function turn() {
    if (paused) {
      say("Paused", false);
    } else if (selecting()) {
      say("Waits while text is selected", false);
    } else if (!document.hidden) {
      try {
        await refresh();
        failures = 0;
        answered = new Date();
        if (!paused) say(`Refreshes every ${seconds(every)}`, false);
      } catch {
        failures += 1;
        const since = answered.toISOString().slice(11, 19);
        say(`▲ No answer since ${since} UTC; tries again`, true);
      }
    }
    // A server in trouble is asked less and less often.
    const wait = Math.min(every * 2 ** Math.min(failures, 5), Math.max(every, 30_000));
    setTimeout(turn, wait);
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Go on" : "Pause";
    say(paused ? "Paused" : `Refreshes every ${seconds(every)}`, false);
  });
  say(`Refreshes every ${seconds(every)}`, false);
  setTimeout(turn, every);
})();
