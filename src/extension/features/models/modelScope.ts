import { bundledModel } from '../../../client/modelLocation';

/** Whose settings a choice is written to. */
export type ModelScope = 'user' | 'workspace';

/**
 * Where a choice is written: where the setting stands already, else among the user's settings. A workspace that nobody
 * trusts has no say, so writing there would change nothing.
 * @param inspected what `WorkspaceConfiguration.inspect` says of the setting
 */
export function scopeOf(
  inspected: { readonly workspaceValue?: string } | undefined,
  isTrusted: boolean,
): ModelScope {
  return isTrusted && inspected?.workspaceValue !== undefined ? 'workspace' : 'user';
}

/** The value that is written: the bundled checkpoint is the default, but in a workspace it must outdo the user's. */
export function valueOf(model: string, scope: ModelScope): string | undefined {
  return model === bundledModel && scope === 'user' ? undefined : model;
}
