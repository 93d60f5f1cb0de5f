// What was typed and not yet delivered; an entry belongs to one user.
// {key, user, method, path, body, person, words, made_at, refused?: [sentence], status?}; the key also is the id on the
// server, so that sending twice makes one visit.
import * as store from "./store.js";

// The draft it was made of goes in the same stroke: after a kill there is one of the two, never none.
export const keep = (entry, draft) => store.change(["outbox", "put", entry], ...(draft ? [["drafts", "delete", draft]] : []));
export const drop = (key) => store.change(["outbox", "delete", key]);
export const all = async () => (await store.all("outbox")).sort((one, other) => one.made_at - other.made_at);
export const of = async (user) => (await all()).filter((entry) => entry.user === user);
export const has = async (key) => (await all()).some((entry) => entry.key === key);
