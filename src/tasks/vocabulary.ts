import en from '../../vocab/en.json';
import ja from '../../vocab/ja.json';
import type { Vocabulary } from '../core/why/wordKinds';
import { WrongTexts } from '../core/why/wrongTexts';

/** The words that come with Spellwright. */
export const vocabulary: Vocabulary = { en, ja };

export const wrongTexts = new WrongTexts(vocabulary);
