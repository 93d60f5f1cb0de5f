// What is kept of what the server said. As files in a cache of its own: a database leaves on the disk for days what was
// taken out of it, and a file that is gone is gone.
const NAME = "mensen";
const address = (name) => `/m/bewaard/${name}`;  // only a name: nobody answers there

let ended = false;  // from then on nothing is kept: an answer that comes late must not bring anybody back

const open = async () => (ended ? null : self.caches?.open(NAME).catch(() => null));

export async function keep(name, what) {
  const cache = await open();
  await cache?.put(address(name), new Response(JSON.stringify(what))).catch(() => {});  // full, or not allowed: then not
}

// null when there is nothing.
export async function recall(name) {
  const found = await (await open())?.match(address(name));
  return found ? found.json().catch(() => null) : null;
}

export async function forget(name) {
  if (name) await (await open())?.delete(address(name));
  else await self.caches?.delete(NAME).catch(() => {});
}

// For logging out.
export async function end() {
  ended = true;
  await forget();
}
