import * as vscode from 'vscode';
import type { GeneratorError, GeneratorErrorCode } from '../../generators/generatorError';
import { DRAW_WORDING } from '../../words/drawing';
import { generatorErrorText } from '../../words/generators';
import { say, type Language } from '../../words/words';
import { plainWindow } from './plainWindow';

interface Remedy {
  readonly title: keyof typeof DRAW_WORDING;
  readonly command: string;
  readonly argument?: string;
}

const CONNECT: Remedy = { title: 'connect', command: 'spellwright.connectGenerator' };
const WORKFLOW: Remedy = { title: 'chooseWorkflow', command: 'spellwright.chooseWorkflow' };
const PARAMETERS: Remedy = {
  title: 'openSettings',
  command: 'workbench.action.openSettings',
  argument: 'spellwright.generate.parameters',
};

/** What of the editor helps; where the generator itself has to be mended, the sentence alone says so. */
const REMEDIES: Readonly<Partial<Record<GeneratorErrorCode, Remedy>>> = {
  'generator-address-unusable': CONNECT,
  'generator-header-unusable': CONNECT,
  'generator-unreachable': CONNECT,
  'generator-unknown': CONNECT,
  'generator-unsupported': CONNECT,
  'generator-unauthorized': CONNECT,
  'generator-redirects': CONNECT,
  'generator-html': CONNECT,
  'generator-sampler-unknown': PARAMETERS,
  'generator-scheduler-unknown': PARAMETERS,
  'generator-model-missing': PARAMETERS,
  'generator-model-needed': PARAMETERS,
  'generator-out-of-memory': PARAMETERS,
  'workflow-unreadable': WORKFLOW,
  'workflow-ui-format': WORKFLOW,
  'workflow-empty': WORKFLOW,
  'workflow-too-large': WORKFLOW,
  'workflow-prompt-unbound': WORKFLOW,
  'workflow-seed-unbound': WORKFLOW,
  'bindings-unreadable': WORKFLOW,
  'bindings-slot-unknown': WORKFLOW,
  'bindings-place-unknown': WORKFLOW,
  'generator-graph-refused': WORKFLOW,
  'generator-node-missing': WORKFLOW,
};

/** Says why a generator does not draw and what to do, with a button where the editor has one for it. Waits for nobody. */
export function showGeneratorError(error: GeneratorError, language: Language): void {
  const remedy = REMEDIES[error.code];
  const titles = remedy ? [say(DRAW_WORDING[remedy.title], language)] : [];
  const told = plainWindow.showErrorMessage(generatorErrorText(error, language), ...titles);
  void Promise.resolve(told).then((chosen) => {
    if (remedy && chosen !== undefined)
      void vscode.commands.executeCommand(remedy.command, ...(remedy.argument ? [remedy.argument] : []));
  });
}
