// Says it when a passkey didn't work: the browser's own window closed, or the key was an unknown one.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const template = document.getElementById("sleutel-mislukt");
  document.querySelectorAll("[data-sleutel-mislukt]").forEach((one) => one.remove());
  const said = template.content.firstElementChild.cloneNode(true);
  said.dataset.sleutelMislukt = "";
  document.querySelector("main h1").after(said);
});
