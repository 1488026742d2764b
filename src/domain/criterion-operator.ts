/** How a number can be compared with what a rejection demands: the operator, and the words that people pick it by. */
export const criterionOperators = [
  { value: '>=', label: 'at least' },
  { value: '<=', label: 'at most' },
  { value: '>', label: 'more than' },
  { value: '<', label: 'less than' },
  { value: '=', label: 'exactly' },
  { value: '!=', label: 'anything but' },
] as const;
