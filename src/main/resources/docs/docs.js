"use strict";
const page = document.getElementById("docs");
// Each form of "Authorize" takes the focus for itself and the last one wins; the sign-in comes first.
const modestFields = () => ({
  wrapComponents: {
    Input: (Input, {React}) => (props) => React.createElement(Input, {...props, autoFocus: false})
  }
});
page.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".auth-container input")) {
    event.target.closest(".auth-container").querySelector(".authorize").click();
  }
});
SwaggerUIBundle({
  url: page.dataset.url,
  domNode: page,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [modestFields],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  showExtensions: true,
  syntaxHighlight: {activated: true},
  tryItOutEnabled: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    // What a browser knows by itself (a password for these pages) must not travel beside a token or a key.
    request.credentials = request.loadSpec ? "same-origin" : "omit";
    return request;
  }
});
