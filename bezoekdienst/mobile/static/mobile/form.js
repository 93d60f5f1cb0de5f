// What both forms share: a tap is one act, and what is typed is a draft until it is sent or thrown away.
import * as careful from "./careful.js";
import * as drafts from "./drafts.js";
import { user } from "./known.js";
import * as notices from "./notices.js";
import { fill, screen, slot } from "./page.js";

// Opens `name` for a person as it was left: {here, form, draft}. `again` opens it once more, empty.
export async function open(name, person, old, again) {
  const here = screen(name);
  const form = slot("form", here);
  const draft = await drafts.open(user(), name, person, old?.id);
  form.reset();
  fill("wrong", "", here);
  slot("left-here", here).hidden = !draft.values;
  slot("start-over", here).onclick = async () => { await drafts.drop(draft.key); await again(); };
  return { here, form, draft };
}

// Keeps the `values` of the form as a draft at every change; `shown` follows what is chosen.
export function follow({ here, form, draft }, person, values, shown) {
  const look = () => {
    fill("careful", careful.remark(form.note.value, [person.first_name]), here);
    shown();
  };
  form.oninput = form.onchange = (event) => {
    drafts.keep(draft, values(event)).then(notices.show);
    look();
  };
  look();
}

// A second tap on the same button does nothing; it can be tapped again when the screen is opened again.
export function once(button, act) {
  button.disabled = false;
  return async () => {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await act();
    } finally {
      button.disabled = false;
    }
  };
}
