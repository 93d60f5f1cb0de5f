// What time it is. A phone can be a day or a year wrong, and a visit would be too: the server says what it is.
const SLACK = 120_000;  // an answer comes some seconds late

export const clock = { behind: 0 };  // milliseconds, as of the last answer

export const now = () => Date.now() + clock.behind;

// `told`: when the server answered, as it wrote it.
export function set(told) {
  const behind = Date.parse(told) - Date.now();
  if (!Number.isNaN(behind)) clock.behind = Math.abs(behind) > SLACK ? behind : 0;
}
