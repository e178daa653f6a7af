// Two minutes before a login ends, a dialogue offers to stay. Other windows of the portal are heard, too.
const WARN = 120_000;
const dialog = document.querySelector("dialog[data-login-end]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("login") : null;
const idle = Number(dialog?.dataset.idle) * 1000;
let endsAt = Date.now() + Number(dialog?.dataset.endsIn) * 1000;

const stay = async () => {
  dialog.close();
  const answer = await fetch(dialog.dataset.stay, { method: "HEAD", redirect: "manual" });
  if (!answer.ok) return;
  endsAt = Date.now() + idle;
  channel?.postMessage(endsAt);
};

if (dialog) {
  dialog.querySelector("button").addEventListener("click", stay);
  channel?.addEventListener("message", ({ data }) => {
    endsAt = Math.max(endsAt, data);
    if (dialog.open) dialog.close();
  });
  channel?.postMessage(endsAt);
  setInterval(() => {
    if (!dialog.open && endsAt - Date.now() < WARN && endsAt > Date.now()) dialog.showModal();
  }, 5_000);
}
