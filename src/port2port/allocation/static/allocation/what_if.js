// A slider above each number that can be moved; the number itself is what is sent, also without this script.
for (const number of document.querySelectorAll("input[data-what-if]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  for (const name of ["min", "max", "step"]) slider.setAttribute(name, number.getAttribute(name));
  slider.value = number.value;
  const label = number.labels[0];
  if (label) slider.setAttribute("aria-label", label.textContent.trim());
  slider.addEventListener("input", () => { number.value = slider.value; });
  number.addEventListener("input", () => { slider.value = number.value; });
  number.before(slider);
}
