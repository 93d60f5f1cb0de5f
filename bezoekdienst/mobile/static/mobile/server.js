// The only module that talks to the server. An answer is {ok, status, data}; no signal is {ok: false, status: 0}.
const PATIENCE = 15_000;

export const place = { api: "", login: "" };

function token() {
  const found = document.cookie.split("; ").find((one) => one.split("=")[0].endsWith("csrftoken"));
  return found ? decodeURIComponent(found.slice(found.indexOf("=") + 1)) : "";
}

export async function ask(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = token();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const options = { method, headers, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  if (body !== undefined) options.body = JSON.stringify(body);
  try {
    const answer = await fetch(place.api + path, options);
    const data = await answer.json().catch(() => null);
    return { ok: answer.ok, status: answer.status, data };
  } catch {
    return { ok: false, status: 0, data: null };
  }
}

export const get = (path) => ask("GET", path);

// Why something was refused, as sentences.
export function reasons(data) {
  const said = data?.reasons?.map((reason) => reason.text) ?? [];
  return said.length ? said : [data?.title ?? "Dit lukte niet."];
}
