// The menu under "You" closes when one presses elsewhere, leaves it with the keyboard, or presses Escape.
(function () {
  "use strict";
  function opened() {
    return document.querySelector("details.person[open]");
  }
  function close(menu, back) {
    menu.open = false;
    if (back) menu.querySelector("summary").focus();
  }
  document.addEventListener("click", function (event) {
    var menu = opened();
    if (menu && !menu.contains(event.target)) close(menu, false);
  });
  document.addEventListener("focusin", function (event) {
    var menu = opened();
    if (menu && !menu.contains(event.target)) close(menu, false);
  });
  document.addEventListener("keydown", function (event) {
    var menu = opened();
    if (menu && event.key === "Escape") close(menu, menu.contains(document.activeElement));
  });
})();
