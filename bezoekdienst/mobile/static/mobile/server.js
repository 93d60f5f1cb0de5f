// The only module that talks to the server. An answer is {ok, status, data, wait}, `wait` being the seconds that it asks
// for; no signal is {ok: false, status: 0}.
import * as clock from "./clock.js";

const PATIENCE = 15_000;

export const place = { api: "", login: "" };

export async function token() {
  const cookies = self.document
    ? document.cookie.split("; ").map((one) => ({ name: one.split("=")[0], value: one.slice(one.indexOf("=") + 1) }))
    : await self.cookieStore.getAll();
  return decodeURIComponent(cookies.find((one) => one.name.endsWith("csrftoken"))?.value ?? "");
}

export async function ask(method, path, body) {
  try {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = await token();
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const options = { method, headers, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    if (body !== undefined) options.body = JSON.stringify(body);
    const answer = await fetch(place.api + path, options);
    clock.set(answer.headers.get("Date"));
    const data = await answer.json().catch(() => null);
    return { ok: answer.ok, status: answer.status, data, wait: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    return { ok: false, status: 0, data: null, wait: 0 };
  }
}

export const get = (path) => ask("GET", path);

// Why something was refused, as sentences.
export function reasons(data) {
  const said = data?.reasons?.map((reason) => reason.text) ?? [];
  return said.length ? said : [data?.title ?? "Dit lukte niet."];
}
