/** How the versions of MLflow differ, as seen on live servers 2.22.1, 3.5 and 3.11. */
export interface Features {
  readonly version: string;
  /** Errors carry `sqlstate` and `error_class`. */
  readonly classedErrors: boolean;
  readonly loggedModels: boolean;
  readonly webhooks: boolean;
  /** Host is checked on every request, Origin on writes. */
  readonly guardsHost: boolean;
  /** `/` and `:` are refused in model names. */
  readonly strictNames: boolean;
  /** A missing alias of a missing model is 404 for the model, instead of 400 for the alias. */
  readonly aliasNeedsModel: boolean;
  /** Metric history honours `max_results`, and without it answers nothing but a token to its own beginning. */
  readonly pagedHistory: boolean;
}

export function featuresOf(version: string): Features {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const since = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return {
    version,
    classedErrors: since(3, 11),
    loggedModels: since(3, 0),
    webhooks: since(3, 3),
    guardsHost: since(3, 5),
    strictNames: since(3, 0),
    aliasNeedsModel: since(3, 0),
    pagedHistory: since(3, 0),
  };
}
