/** A form of controlled inputs with react-hook-form: errors appear on blur, one field appears by a choice. */
import { createRoot } from "react-dom/client";
import { Controller, useForm } from "react-hook-form";

function Row({ name, label, error, children }) {
  return (
    <div className="row">
      <label htmlFor={name}>{label}</label>
      {children}
      {error && <p role="alert" id={`${name}-error`}>{error.message}</p>}
    </div>
  );
}

function Form() {
  const { control, register, watch, handleSubmit, formState: { errors } } = useForm({
    mode: "onBlur",
    defaultValues: { name: "", email: "", contact: "", phone: "", age: "", terms: false },
  });
  const wantsCall = watch("contact") === "phone";
  return (
    <form onSubmit={handleSubmit(() => undefined)} noValidate>
      <h1>Open an account</h1>
      <Row name="name" label="Full name" error={errors.name}>
        <Controller name="name" control={control} rules={{ required: "Enter your full name" }}
          render={({ field }) => <input {...field} id="name" required aria-invalid={!!errors.name} />} />
      </Row>
      <Row name="email" label="Email address" error={errors.email}>
        <Controller name="email" control={control}
          rules={{ validate: (value) => /@/.test(value) || `“${value}” is not an email address` }}
          render={({ field }) => <input {...field} id="email" type="email" aria-invalid={!!errors.email} aria-describedby="email-error" />} />
      </Row>
      <label>How should we contact you?{" "}
        <select {...register("contact")}><option value="">Choose one</option><option value="email">By email</option><option value="phone">By phone</option></select>
      </label>
      {wantsCall && <Row name="phone" label="Phone number"><input {...register("phone")} id="phone" type="tel" /></Row>}
      <label>I am <input {...register("age")} type="number" aria-label="Age in years" /> years old</label>
      <label><input {...register("terms")} type="checkbox" /> I accept the terms</label>
      <button>Open account</button>
    </form>
  );
}

createRoot(document.getElementById("root")).render(<Form />);
