/** Requests on a page of each list of App Home; what they and ten models take stays below the hundred blocks of a Home. */
export const homePageSizes = { forYou: 20, yours: 10 } as const;
