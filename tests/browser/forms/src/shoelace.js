/** Custom elements that wrap a native control each. */
import "@shoelace-style/shoelace/dist/components/button/button.js";
import "@shoelace-style/shoelace/dist/components/checkbox/checkbox.js";
import "@shoelace-style/shoelace/dist/components/input/input.js";
import "@shoelace-style/shoelace/dist/components/option/option.js";
import "@shoelace-style/shoelace/dist/components/radio-group/radio-group.js";
import "@shoelace-style/shoelace/dist/components/radio/radio.js";
import "@shoelace-style/shoelace/dist/components/range/range.js";
import "@shoelace-style/shoelace/dist/components/select/select.js";
import "@shoelace-style/shoelace/dist/components/switch/switch.js";
import "@shoelace-style/shoelace/dist/components/textarea/textarea.js";

document.getElementById("root").innerHTML = `
  <form>
    <h1>Book a table</h1>
    <sl-input id="name" label="Booking name" required></sl-input>
    <sl-textarea id="wishes" label="Special wishes"></sl-textarea>
    <sl-select id="area" label="Area"><sl-option value="in">Inside</sl-option><sl-option value="out">Terrace</sl-option></sl-select>
    <sl-radio-group id="time" label="Sitting" name="time"><sl-radio value="1">Early</sl-radio><sl-radio value="2">Late</sl-radio></sl-radio-group>
    <sl-range id="hunger" label="How hungry are you?"></sl-range>
    <sl-checkbox id="dog">We bring a dog</sl-checkbox>
    <sl-switch id="remind">Remind me</sl-switch>
    <sl-button type="submit">Book</sl-button>
  </form>`;
