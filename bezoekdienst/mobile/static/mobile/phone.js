// The phone page: where it starts, and what wakes it.
import * as acts from "./acts.js";
import * as installed from "./installed.js";
import { known, load, recall } from "./known.js";
import { leave, leaveAnyway, leaving, sendFirst } from "./leaving.js";
import * as notices from "./notices.js";
import { hush, root, say, screen, slot } from "./page.js";
import * as post from "./post.js";
import { here, route, turnTo } from "./screens.js";
import * as server from "./server.js";

server.place.api = root.dataset.api.replace(/me$/, "");
server.place.login = root.dataset.login;
let isMissed = false;

// Asks the server how things are. Who isn't logged in any more logs in; but never in the middle of typing.
async function refresh() {
  const status = await load();
  if (leaving.now) return undefined;  // the answer to leaving wipes this phone: nothing may come before it
  notices.state.loggedOut = status === 401;
  if (status === 401 && !["visit", "signal"].includes(here())) {
    notices.remember();
    return location.assign(server.place.login);
  }
  if (status === 200) found();
  else if (status !== 401) missed(status);
  return route();
}

function missed(status) {
  isMissed = true;
  slot("loading", screen("today")).hidden = true;
  const more = known.people.length ? "U ziet wat we het laatst wisten. Noteren kan gewoon." : "Uw mensen staan er zodra er weer verbinding is.";
  say(status ? "Het lukt even niet." : "Er is geen verbinding.", [more], "notice");
}

function found() {
  if (isMissed) hush();
  isMissed = false;
}

async function again() {
  await post.deliver();
  await refresh();
}

const ACTS = { "call-me": acts.callMe, leave, "leave-anyway": leaveAnyway, "send-first": () => sendFirst(again), stay: () => slot("leaving").close() };
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  ACTS[button?.dataset.do]?.(button);
  // What stands after the # is the screen here: going to the content must not go elsewhere.
  if (!event.target.closest(".skip")) return;
  event.preventDefault();
  document.getElementById("inhoud").focus();
});
document.addEventListener("change", (event) => { if (event.target.name === "coming") acts.answer(event.target); });
addEventListener("hashchange", () => { acts.moved(); route(true); });
addEventListener("online", again);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { again(); installed.look(); } });
notices.state.sendAgain = again;
post.whenOthersDeliver(() => route());

// Back where she was when she had to log in; and the site's own way out leads here, for only this page knows what isn't sent.
const before = sessionStorage.getItem("terug");
sessionStorage.removeItem("terug");
const isLeaving = location.hash === "#/uit";
if (isLeaving || (before && !location.hash)) history.replaceState(null, "", isLeaving ? "#/" : before);

turnTo("today");
await recall();
const shown = known.me ? await route(true) : false;
await refresh();
if (!shown) await route(true);
await post.deliver();
await route();
await installed.install();
notices.state.isLasting = await installed.isLasting((await post.waiting()).length > 0);
await notices.show();
if (isLeaving) await leave();
