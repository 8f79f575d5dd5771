/** What the suite, inside the extension host, tells the runner outside through a file. */
export interface SuiteResults {
  readonly passed: readonly string[];
  readonly skipped: readonly string[];
  readonly failed: readonly { readonly title: string; readonly error: string }[];
}
