// The search bar by keyboard: "/" goes there, the arrows go through what was found, Escape closes it.
// Without this script the bar is a form like any other.
(() => {
  const bar = document.getElementById("find");
  const found = document.getElementById("found");
  if (!bar || !found) return;
  const links = () => [...found.querySelectorAll("a")];
  const close = () => { found.hidden = true; };
  const isTyping = (one) => one.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    bar.focus();
    bar.select();
  });
  bar.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !found.hidden) {
      event.preventDefault();
      close();
      bar.focus();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [bar, ...links()];
    const at = stops.indexOf(document.activeElement);
    if (found.hidden || at < 0 || stops.length < 2) return;
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === found) found.hidden = found.textContent.trim() === "";
  });
  bar.addEventListener("focus", () => { found.hidden = found.textContent.trim() === ""; });
  document.addEventListener("click", (event) => { if (!bar.form.contains(event.target)) close(); });
  bar.form.addEventListener("focusout", (event) => { if (event.relatedTarget && !bar.form.contains(event.relatedTarget)) close(); });
})();
