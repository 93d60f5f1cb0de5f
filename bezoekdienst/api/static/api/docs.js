// Starts Swagger UI on our own schema; what is tried out carries the session and the CSRF token, as the phone page does.
const place = document.getElementById("docs");

function token() {
  const found = document.cookie.split("; ").find((one) => one.split("=")[0].endsWith("csrftoken"));
  return found ? decodeURIComponent(found.slice(found.indexOf("=") + 1)) : "";
}

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => ({ ...request, headers: { ...request.headers, "X-CSRFToken": token() } }),
});
