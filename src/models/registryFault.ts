import { ModelError } from './modelError';

/** What is wrong in a registry file, or in the file of published scores. Worded in `words/registryFaults.ts`. */
export type RegistryFault =
  // The file as a whole
  | 'empty'
  | 'pointer'
  | 'too-large'
  | 'no-json'
  | 'too-deep'
  | 'schema'
  | 'no-scores'
  // A place of it
  | 'missing'
  | 'unfit'
  | 'no-object'
  | 'no-list'
  | 'no-items'
  | 'no-text'
  | 'no-number'
  | 'no-choice'
  | 'no-path'
  | 'twice';

/** What a place of a registry holds: a `field` of the model `id`, or something of its `file`. */
export type RegistryPart =
  'root' | 'models' | 'model' | 'id' | 'field' | 'file' | 'file-name' | 'file-size' | 'file-sha256';

export interface RegistryPlace {
  readonly part: RegistryPart;
  readonly id?: string;
  readonly field?: string;
  readonly file?: string;
}

export function registryBroken(
  path: string,
  fault: RegistryFault,
  about: Readonly<Record<string, string | number>> = {},
  options?: ErrorOptions,
): ModelError {
  return new ModelError('registry-broken', { path, fault, ...about }, options);
}
