/**
 * What an input block tells its element; without it the element acts on its own.
 * @typedef {{ id: string, required: boolean, invalid: boolean, describedBy: string | null, dispatch: boolean }} Field
 */

/** Attributes that tie a control to its input block. @param {Field | undefined} field @param {string} fallbackName */
export function fieldProps(field, fallbackName) {
  if (field === undefined) return { 'aria-label': fallbackName };
  return {
    id: field.id,
    'aria-required': field.required ? 'true' : null,
    'aria-invalid': field.invalid ? 'true' : null,
    'aria-describedby': field.describedBy,
  };
}
