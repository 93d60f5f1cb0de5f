// What a tap does: `acts` fills it. Apart, so that what shows something need not know how it is done.
export const doing = {};
