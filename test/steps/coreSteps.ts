/** What is metered of core and of the panel. */
export { addIgnoredWord } from '../../src/core/bias/addIgnoredWord';
export { addImages, removeImages } from '../../src/core/spell/editFrontMatter';
export { readYaml } from '../../src/core/yaml/readYaml';
export { expandSpell } from '../../src/core/spell/expandSpell';
export { parseSpellFile } from '../../src/core/spell/parseSpellFile';
export { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
export { completionPlace } from '../../src/extension/features/language/completionPlace';
export { EditHistory } from '../../src/extension/features/panel/editHistory';
export { wordDifference } from '../../src/panel/sections/comparison/wordDifference';
