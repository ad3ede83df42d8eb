"use strict";
const page = document.getElementById("docs");
SwaggerUIBundle({
  url: page.dataset.url,
  domNode: page,
  presets: [SwaggerUIBundle.presets.apis],
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
