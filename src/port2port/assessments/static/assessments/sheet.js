// The keyboard on the whole sheet: arrows go from cell to cell, a digit sets a level and goes on.
(() => {
  "use strict";
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const cells = (row) => [...row.querySelectorAll("select, input.level, textarea")];
  const rows = () => [...sheet.tBodies[0].rows].filter((row) => row.id);
  const go = (element) => {
    if (!element) return false;
    element.focus();
    if (element.matches("input")) element.select();
    return true;
  };
  const beside = (element, step) => {
    const row = element.closest("tr");
    const inside = cells(row);
    const next = inside[inside.indexOf(element) + step];
    if (next) return next;
    const all = rows();
    const other = all[all.indexOf(row) + step];
    return other && cells(other).at(step > 0 ? 0 : -1);
  };
  const below = (element, step) => {
    const row = element.closest("tr");
    const all = rows();
    const other = all[all.indexOf(row) + step];
    return other && cells(other)[cells(row).indexOf(element)];
  };
  sheet.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.altKey || event.metaKey || !here.matches("select, input.level, textarea")) return;
    const vertical = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isText = here.matches("textarea");
    // A choice keeps its own arrows up and down; with Control they go to the row above or below.
    if (vertical && (here.matches("input.level") || event.ctrlKey) && go(below(here, vertical))) event.preventDefault();
    else if (sideways && !isText && go(beside(here, sideways))) event.preventDefault();
    else if (here.matches("input.level") && /^[1-5]$/.test(event.key)) {
      event.preventDefault();
      here.value = event.key;
      here.dispatchEvent(new Event("change", { bubbles: true }));
      go(beside(here, 1));
    }
  });
})();
