// Shows the lessons one after the other and reports to the learning system by the interface of SCORM 1.2.
// Source: ADL, SCORM 1.2 Run-Time Environment, sections 3.3 and 3.4. Without such a system the course is there to be read.
"use strict";
(function () {
  const words = JSON.parse(document.body.dataset.words);
  const pass = Number(document.body.dataset.pass);
  const lessons = Array.from(document.querySelectorAll("section"));
  const quizzes = Array.from(document.querySelectorAll("fieldset"));
  const [back, forward, place, result] = ["back", "forward", "place", "result"].map((id) => document.getElementById(id));
  const began = Date.now();
  const api = found(window) || (window.opener && found(window.opener)) || null;
  let at = 0, over = false, closed = false;

  function found(start) {
    let here = start;
    for (let step = 0; step < 10; step += 1) {
      try {
        if (here.API) return here.API;
      } catch (error) {
        return null;
      }
      if (!here.parent || here.parent === here) return null;
      here = here.parent;
    }
    return null;
  }

  function get(name) { return api ? String(api.LMSGetValue(name)) : ""; }
  function set(name, value) { return !api || String(api.LMSSetValue(name, String(value))) === "true"; }
  function inputs(quiz) { return Array.from(quiz.querySelectorAll("input")); }
  function chosen(quiz) { return inputs(quiz).flatMap((one, place) => (one.checked ? [place] : [])); }
  function isRight(quiz) { return inputs(quiz).every((one) => one.checked === ("right" in one.dataset)); }

  function spent() {
    // HHHH:MM:SS.SS, as the standard writes a time span.
    const s = Math.floor((Date.now() - began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return String(Math.floor(s / 3600)).padStart(4, "0") + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60) + ".00";
  }

  function keep() {
    // Room of suspend_data: 4,096 letters; the answers are positions alone.
    const answers = quizzes.map((quiz) => chosen(quiz).join("")).join(",");
    set("cmi.core.lesson_location", at + 1);
    set("cmi.suspend_data", answers.length <= 4096 ? answers : "");
    if (api) api.LMSCommit("");
  }

  function resume() {
    const answers = get("cmi.suspend_data").split(",");
    if (answers.length === quizzes.length) {
      quizzes.forEach((quiz, number) => inputs(quiz).forEach((one, place) => { one.checked = answers[number].includes(String(place)); }));
    }
    const kept = Number(get("cmi.core.lesson_location")) - 1;
    return kept > 0 && kept < lessons.length ? kept : 0;
  }

  function show(number, moved) {
    at = number;
    lessons.forEach((lesson, place) => { lesson.hidden = place !== at && !over; });
    back.disabled = at === 0 || over;
    forward.textContent = over ? words.again : at === lessons.length - 1 ? words.finish : words.forward;
    forward.hidden = over && passed();
    place.textContent = over ? "" : words.lesson + " " + (at + 1) + " / " + lessons.length;
    if (moved) { window.scrollTo(0, 0); lessons[at].focus(); }
  }

  function score() { return quizzes.length ? Math.floor((100 * quizzes.filter(isRight).length) / quizzes.length) : 100; }
  function passed() { return score() >= pass; }

  function finish() {
    const open = quizzes.find((quiz) => chosen(quiz).length === 0);
    if (open) {
      show(lessons.indexOf(open.closest("section")), true);
      tell(words.unanswered);
      return;
    }
    over = true;
    quizzes.forEach((quiz) => {
      inputs(quiz).forEach((one) => { one.disabled = true; });
      quiz.querySelector(".verdict").textContent = isRight(quiz) ? words.right : words.wrong;
      quiz.querySelector(".why").hidden = false;
    });
    let status = "completed", verdict = words.completed;
    if (quizzes.length) {
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", score());
      status = passed() ? "passed" : "failed";
      verdict = (passed() ? words.passed : words.failed) + " " + words.score.replace("%s", score()).replace("%s", pass);
    }
    const kept = set("cmi.core.lesson_status", status);
    keep();
    show(at, false);
    tell(kept && api ? verdict : verdict + " " + words.not_reported);
    result.scrollIntoView();
  }

  function again() {
    over = false;
    quizzes.forEach((quiz) => {
      inputs(quiz).forEach((one) => { one.disabled = false; one.checked = false; });
      quiz.querySelector(".why").hidden = true;
    });
    tell("");
    set("cmi.core.lesson_status", "incomplete");
    show(0, true);
    keep();
  }

  function tell(text) { result.textContent = text; result.hidden = !text; }

  function leave() {
    if (closed) return;
    closed = true;
    if (!api) return;
    set("cmi.core.session_time", spent());
    set("cmi.core.exit", over ? "" : "suspend");
    if (!over) keep();
    api.LMSCommit("");
    api.LMSFinish("");
  }

  if (api) api.LMSInitialize("");
  const status = get("cmi.core.lesson_status");
  if (status === "" || status === "not attempted" || status === "unknown") set("cmi.core.lesson_status", "incomplete");
  back.addEventListener("click", () => { tell(""); show(at - 1, true); keep(); });
  forward.addEventListener("click", () => {
    tell("");
    if (over) again();
    else if (at === lessons.length - 1) finish();
    else { show(at + 1, true); keep(); }
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", leave);
  document.querySelector("nav").hidden = false;
  show(resume(), false);
})();
