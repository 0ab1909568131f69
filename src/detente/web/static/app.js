// What the pages do beyond links and forms; without it they work as well.
"use strict";
const lost = said => {
  const e = document.getElementById("lost");
  if (!e || e.textContent === said) return;
  e.textContent = said;
  e.hidden = !said;
};
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () =>
  lost("The app does not answer. It may have been stopped; this page goes on by itself once it is back."));
document.addEventListener("htmx:responseError", event =>
  lost(`The app could not answer that (${event.detail.xhr.status}). Wait a moment, then reload the page.`));
document.addEventListener("htmx:afterRequest", event => { if (event.detail.successful) lost(""); });

document.addEventListener("change", event => {
  const field = event.target;
  if (!field.dataset || !field.dataset.mostMb) return;
  const file = field.files[0], said = document.getElementById(field.getAttribute("aria-describedby"));
  const mb = file ? file.size / 1e6 : 0, large = mb > Number(field.dataset.mostMb);
  field.setCustomValidity(large ? `This file has ${mb.toFixed(1)} MB; the limit is ${field.dataset.mostMb} MB.` : "");
  said.textContent = large ? field.validationMessage : file ? "This file is tested; what is pasted above is left aside." : "";
});
document.addEventListener("input", event => {
  const name = event.target.dataset && event.target.dataset.says;
  if (name) document.getElementById(name).textContent = event.target.value;
});
document.addEventListener("submit", event => {
  if (event.target.method !== "post") return;
  for (const button of event.target.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});
