"use strict";
const page = document.getElementById("docs");
Redoc.init(page.dataset.url, {
  disableSearch: true,
  hideDownloadButton: true,
  expandResponses: "200,201",
  pathInMiddlePanel: true,
  requiredPropsFirst: true,
  scrollYOffset: 56,
  showExtensions: ["x-required-permission", "x-rate-limit"],
  theme: {
    colors: {primary: {main: "#1f5c4d"}},
    sidebar: {backgroundColor: "#f6f5f1"},
    rightPanel: {backgroundColor: "#17241f"},
    typography: {fontFamily: "system-ui, sans-serif", headings: {fontFamily: "system-ui, sans-serif"}, code: {fontFamily: "ui-monospace, monospace", color: "#1f5c4d", backgroundColor: "#eceadf"}}
  }
}, page);
