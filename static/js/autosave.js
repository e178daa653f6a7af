// Keeps what is typed on the server: every ten seconds and on leaving a field. Nothing is kept in the browser.
const EVERY = 10_000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector("[data-saved]");
  const revision = form.elements.draft_revision;
  let isDirty = false;
  let isBusy = false;
  let isStopped = false;
  let waits = null; // the button that was pressed while something was on its way

  const say = (words, tone = "") => {
    if (line.textContent !== words) line.textContent = words;
    line.dataset.tone = tone;
  };

  const send = async () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return fetch(form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1" },
      redirect: "manual",
    });
  };

  const save = async () => {
    if (!isDirty || isBusy || isStopped || form.dataset.sent) return;
    isBusy = true;
    isDirty = false;
    try {
      const answer = await send();
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isDirty = true;
        say(form.dataset.ended, "bad");
      } else {
        const { words, revision: newer } = await answer.json();
        isStopped = answer.status === 409;
        if (newer) revision.value = newer;
        say(words, answer.ok ? "" : "bad");
      }
    } catch {
      isDirty = true;
      say(form.dataset.offline, "bad");
    }
    isBusy = false;
    if (waits) form.requestSubmit(waits);
    waits = null;
  };

  form.addEventListener("input", () => { isDirty = true; });
  form.addEventListener("change", () => { isDirty = true; });
  form.addEventListener("focusout", save);
  // What is saved by itself arrives first, so that nobody is in conflict with themselves.
  form.addEventListener("submit", (event) => {
    if (!isBusy || !event.submitter) return;
    event.preventDefault();
    waits = event.submitter;
  });
  window.addEventListener("online", save);
  setInterval(save, EVERY);
}
