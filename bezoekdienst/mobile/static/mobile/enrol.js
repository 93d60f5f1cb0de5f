// Takes the code from behind the #, where no log and no history of a proxy has it, and out of the address bar.
const form = document.querySelector('[data-slot="form"]');
const code = location.hash.slice(1);

if (form) {
  history.replaceState(null, "", location.pathname);
  form.code.value = code;
  document.querySelector(`[data-slot="${code ? "ready" : "missing"}"]`).hidden = false;
}
