/** What a model looks at of a flight. */
export const features = ['hour', 'weekday', 'distance', 'lately'] as const;

/** What it takes and gives, by which two versions are compared. */
export const signature = { inputs: features, output: 'late' };
