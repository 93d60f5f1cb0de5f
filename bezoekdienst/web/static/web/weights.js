// The shares add up while one types; the server says it too.
const shares = document.querySelector("[data-shares]");

function tell() {
  const sum = [...shares.querySelectorAll("input")].reduce((all, one) => all + (Number(one.value) || 0), 0);
  const left = 100 - sum;
  const place = shares.querySelector(".sum");
  place.hidden = false;
  place.classList.toggle("off", left !== 0);
  const rest = left === 0 ? "precies goed" : left > 0 ? `nog ${left} te verdelen` : `${-left} te veel`;
  place.querySelector("output").textContent = `${sum}, ${rest}`;
}

if (shares) {
  shares.addEventListener("input", tell);
  tell();
}
