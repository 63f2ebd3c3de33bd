/** A wizard of three pages, one shown at a time. */
import { Model } from "survey-core";
import { renderSurvey } from "survey-js-ui";

const model = new Model({
  showProgressBar: "top",
  pages: [
    { name: "you", title: "About you", elements: [
      { type: "text", name: "full", title: "What is your full name?", isRequired: true },
      { type: "radiogroup", name: "role", title: "Who are you?", choices: ["Tenant", "Owner"], showOtherItem: true },
      { type: "dropdown", name: "region", title: "Your region", choices: ["North", "South"] },
    ] },
    { name: "home", title: "Your home", elements: [
      { type: "comment", name: "home", title: "Describe your home" },
      { type: "text", name: "floors", inputType: "number", title: "Number of floors" },
      { type: "checkbox", name: "has", title: "What does it have?", choices: ["Garden", "Balcony"] },
      { type: "boolean", name: "pets", title: "Do you have pets?" },
    ] },
    { name: "end", title: "Sending it", elements: [
      { type: "text", name: "mail", inputType: "email", title: "Where do we write to?", isRequired: true },
      { type: "rating", name: "stars", title: "How was this form?" },
    ] },
  ],
});
renderSurvey(model, document.getElementById("root"));
window.survey = model;
