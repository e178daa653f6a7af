// Forms: the focus goes to the summary of errors; a form is sent once.
const summary = document.querySelector("[data-problems]:not([data-sample] *)");
if (summary) {
  summary.focus();
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      event.preventDefault();
      target.focus();
      target.closest(".field")?.scrollIntoView({ block: "center" });
    });
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter ?? form.querySelector("button");
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.dataset.words = button.textContent;
  if (form.dataset.sending) button.textContent = form.dataset.sending;
});

// Coming back by the Back button finds a form that can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    const button = form.querySelector("button[aria-disabled]");
    if (!button) continue;
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.words;
  }
});
