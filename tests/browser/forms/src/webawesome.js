/** Custom elements that take part in forms. */
import "@awesome.me/webawesome/dist/components/button/button.js";
import "@awesome.me/webawesome/dist/components/checkbox/checkbox.js";
import "@awesome.me/webawesome/dist/components/input/input.js";
import "@awesome.me/webawesome/dist/components/number-input/number-input.js";
import "@awesome.me/webawesome/dist/components/option/option.js";
import "@awesome.me/webawesome/dist/components/radio-group/radio-group.js";
import "@awesome.me/webawesome/dist/components/radio/radio.js";
import "@awesome.me/webawesome/dist/components/select/select.js";
import "@awesome.me/webawesome/dist/components/slider/slider.js";
import "@awesome.me/webawesome/dist/components/switch/switch.js";
import "@awesome.me/webawesome/dist/components/textarea/textarea.js";

document.getElementById("root").innerHTML = `
  <form>
    <h1>Join the club</h1>
    <wa-input id="name" label="Your name" required></wa-input>
    <wa-input id="secret" type="password" label="A password" hint="Eight characters"></wa-input>
    <wa-number-input id="guests" label="Guests"></wa-number-input>
    <wa-textarea id="about" label="About you"></wa-textarea>
    <wa-select id="size" label="T-shirt size">
      <wa-option value="s">Small</wa-option><wa-option value="m">Medium</wa-option>
    </wa-select>
    <wa-radio-group id="meal" label="Meal" name="meal">
      <wa-radio value="meat">Meat</wa-radio><wa-radio value="veg">Vegetarian</wa-radio>
    </wa-radio-group>
    <wa-slider id="noise" label="Loudness"></wa-slider>
    <wa-checkbox id="news">Send me news</wa-checkbox>
    <wa-switch id="public">Show my profile</wa-switch>
    <wa-button type="submit">Join</wa-button>
  </form>`;
