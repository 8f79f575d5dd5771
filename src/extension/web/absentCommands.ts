/**
 * Commands that need a machine: its programs, its disks or its network. In a browser they are not in the palette, and whoever
 * runs one by its key or from elsewhere is told so.
 */
export const absentCommands = [
  'spellwright.auditGenerator',
  'spellwright.connectGenerator',
  'spellwright.disconnectGenerator',
  'spellwright.chooseWorkflow',
  'spellwright.generateSpell',
  'spellwright.generateExpansions',
  'spellwright.generateFile',
  'spellwright.generateBest',
  'spellwright.cancelGeneration',
  'spellwright.showGallery',
  'spellwright.searchWithGenerator',
  'spellwright.chooseModel',
  'spellwright.chooseJudge',
  'spellwright.clearEmbeddings',
  'spellwright.connectServer',
  'spellwright.removeModel',
  'spellwright.showDevice',
] as const;

/** Set where extensions run in a browser: what the manifest offers goes by it. */
export const inBrowserKey = 'spellwright.inBrowser';
