/** A v-model form with a list of people that can grow. */
import { createApp } from "vue";

createApp({
  data: () => ({ title: "", people: [{ name: "" }], iban: "", tried: false, plan: "" }),
  computed: {
    ibanError() {
      return this.tried && this.iban.length < 15 ? `${this.iban} is too short for an IBAN` : "";
    },
  },
  template: `
    <form @submit.prevent="tried = true" novalidate>
      <h1>Insure your household</h1>
      <fieldset><legend>Your policy</legend>
        <label for="plan">Plan</label>
        <select id="plan" v-model="plan"><option value="">Please choose</option><option>Basic</option><option>Full</option></select>
        <label for="title">Name of the policy</label><input id="title" v-model="title">
      </fieldset>
      <fieldset><legend>Who lives with you?</legend>
        <div v-for="(person, at) in people" :key="at">
          <label :for="'person' + at">Person {{ at + 1 }}</label><input :id="'person' + at" v-model="person.name">
        </div>
        <button type="button" @click="people.push({ name: '' })">Add a person</button>
      </fieldset>
      <fieldset><legend>Payment</legend>
        <label for="iban">IBAN</label>
        <input id="iban" v-model="iban" :aria-invalid="ibanError !== ''" aria-errormessage="iban-error">
        <span id="iban-error" v-show="ibanError">{{ ibanError }}</span>
        <label for="holder">Account holder</label><input id="holder">
      </fieldset>
      <button>Insure</button>
    </form>`,
}).mount("#root");
