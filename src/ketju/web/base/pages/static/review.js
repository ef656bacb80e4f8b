/* The review by keyboard, and places that light up. Without this script the page does the same by links and forms. */
(() => {
  "use strict";
  const source = document.getElementById("source");
  const dialog = document.getElementById("keys");
  const on = document.getElementById("keys-on");
  if (!source || !dialog) return;
  const cards = () => [...document.querySelectorAll(".entry")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let current = -1;

  const dim = () => document.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
  const scrollTo = (place) => {
    if (!place) return;
    const box = source.getBoundingClientRect(), at = place.getBoundingClientRect();
    if (at.top >= box.top + 20 && at.bottom <= box.bottom - 20) return;
    source.scrollTo({ top: source.scrollTop + at.top - box.top - box.height / 3, behavior: calm ? "auto" : "smooth" });
  };
  const marksOf = (id) => [...source.querySelectorAll(".mark")].filter((one) => one.dataset.fields.split(" ").includes(id));
  const light = (fields) => {
    dim();
    const marks = fields.flatMap((field) => { field.classList.add("on"); return marksOf(field.id); });
    marks.forEach((one) => one.classList.add("on"));
    scrollTo(marks[0]);
  };
  const choose = (number, focus = true) => {
    const all = cards();
    if (!all.length) return;
    current = Math.max(0, Math.min(number, all.length - 1));
    all.forEach((one, at) => { if (at === current) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current"); });
    const card = all[current];
    if (focus) { card.focus({ preventScroll: true }); card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" }); }
    dim();
    const marks = [...card.querySelectorAll("dl > div")].flatMap((field) => marksOf(field.id));
    marks.forEach((one) => one.classList.add("on"));
    scrollTo(marks[0]);
  };
  const inCard = (selector) => cards()[current]?.querySelector(selector);
  const turn = (rel) => document.querySelector(`.pages a[rel=${rel}]`)?.click();
  const acts = {
    j: () => (current === cards().length - 1 && document.querySelector(".pages a[rel=next]") ? turn("next") : choose(current + 1)),
    k: () => choose(current < 0 ? 0 : current - 1),
    a: () => inCard('[data-key="a"]')?.click(),
    u: () => inCard('[data-key="u"]')?.click(),
    c: () => inCard('[data-key="c"]')?.click(),
    w: () => { const one = inCard("details"); if (one) { one.open = true; one.querySelector("input:not([type=hidden])").focus(); } },
    n: () => turn("next"),
    p: () => turn("prev"),
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape" && event.target.closest(".waive")) { event.target.closest(".waive").open = false; choose(current); }
      return;
    }
    const act = acts[event.key];
    if (!act || (!on.checked && event.key !== "?")) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (mark) {
      const field = document.getElementById(mark.dataset.fields.split(" ")[0]);
      if (!field) return;
      event.preventDefault();
      choose(cards().indexOf(field.closest(".entry")));
      light([field]);
      field.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
      return;
    }
    const place = event.target.closest("[data-place]");
    if (place && !event.target.closest("button, summary, input, form")) {
      if (event.target.closest("a") && !event.target.closest('a[href^="#"]')) return;
      event.preventDefault();
      const card = place.closest(".entry");
      if (card) { choose(cards().indexOf(card), false); light([place]); }
      else { dim(); const at = document.getElementById(place.dataset.place); at?.classList.add("on"); scrollTo(at); }
      return;
    }
    const card = event.target.closest(".entry");
    if (card && !event.target.closest("a, button, summary, input, details")) choose(cards().indexOf(card), false);
  });
  const goOn = (event) => {
    if (current < 0 || !event.detail.elt?.closest?.(".entry, .review-bar, body")) return;
    const card = cards()[current];
    if (card && card.classList.contains("done") && !card.hasAttribute("aria-current")) choose(current + 1);
  };
  for (const name of ["htmx:afterSwap", "htmx:afterSettle"]) document.body.addEventListener(name, goOn); /* at once: a quick hand loses no key */

  on.checked = (() => { try { return localStorage.getItem("review-keys") !== "off"; } catch { return true; } })();
  on.addEventListener("change", () => { try { localStorage.setItem("review-keys", on.checked ? "on" : "off"); } catch { /* not kept */ } });
  const opener = document.getElementById("keys-open");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  const asked = location.hash && document.getElementById(location.hash.slice(1))?.closest(".entry");
  choose(asked ? cards().indexOf(asked) : cards().findIndex((one) => !one.classList.contains("done")), Boolean(asked));
})();
