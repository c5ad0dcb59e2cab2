// Filters a picker's codes while typing; without it the folded groups do the same work.
(() => {
  "use strict";
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const filter = (picker, words) => {
    const wanted = folded(words).split(/\s+/).filter(Boolean);
    for (const group of picker.querySelectorAll(".picker__groups > *")) {
      const heading = folded(group.querySelector("summary")?.textContent ?? "");
      let left = 0;
      for (const label of group.querySelectorAll("label")) {
        const text = `${heading} ${folded(label.textContent)}`;
        label.hidden = !wanted.every((word) => text.includes(word)) && !label.querySelector(":checked");
        if (!label.hidden) left += 1;
      }
      group.hidden = left === 0;
      if (group.matches("details")) group.open = wanted.length > 0 ? left > 0 : group.querySelector(":checked") !== null;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const picker of document.querySelectorAll("[data-picker]")) {
      const search = picker.querySelector("[data-picker-search]");
      if (picker.querySelectorAll("label").length < 12) continue;
      search.parentElement.hidden = false;
      search.addEventListener("input", () => filter(picker, search.value));
      search.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
    }
  });
})();
