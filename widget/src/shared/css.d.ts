/** A style sheet imported by a customer-side module arrives as minified text, for an adopted style sheet. */
declare module "*.css" {
  const text: string;
  export default text;
}
