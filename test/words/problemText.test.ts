import assert from 'node:assert/strict';
import { EngineError, type EngineErrorCode } from '../../src/core/engineError';
import type { ImageErrorCode } from '../../src/core/ports';
import type { SyntaxCode } from '../../src/core/spell/spell';
import { FileError, type FileErrorCode } from '../../src/files/fileError';
import type { PhraseFileProblemCode } from '../../src/files/loadPhraseLists';
import type { WildcardProblem } from '../../src/files/loadWildcards';
import type { ImageProblemCode } from '../../src/files/resolveImages';
import { ModelError, type ModelErrorCode } from '../../src/models/modelError';
import type { ProblemCode, ScoreProblemCode } from '../../src/tasks/problem';
import type { CheckProblemCode } from '../../src/tasks/testProblem';
import { CHECK_PROBLEM_WORDING } from '../../src/words/check';
import { PHRASE_LIST_WORDING } from '../../src/words/craft';
import { ENGINE_WORDING } from '../../src/words/engine';
import { FILE_ERROR_WORDING, IMAGE_PROBLEM_WORDING, WILDCARD_PROBLEM_WORDING } from '../../src/words/files';
import { IMAGE_WORDING } from '../../src/words/images';
import { MODEL_ERROR_WORDING } from '../../src/words/models';
import { errorText, PROBLEM_WORDING, problemText } from '../../src/words/problemText';
import { SCORE_PROBLEM_WORDING } from '../../src/words/scoreProblems';
import { SYNTAX_WORDING } from '../../src/words/syntax';
import { wordingFor, type Face, type FacedWording } from '../../src/words/words';

/** What those who report a problem give with it; the compiler asks for every code of every union. */
const engine: Record<EngineErrorCode, readonly string[]> = {
  'model-unknown': ['model', 'known'],
  'model-not-pulled': ['model', 'megabytes'],
  'model-folder-missing': ['folder'],
  'model-file-missing': ['file', 'folder'],
  'model-file-empty': ['file', 'folder'],
  'model-file-pointer': ['file', 'folder'],
  'model-file-broken': ['file', 'reason'],
  'model-unsupported': ['kind'],
  'places-unsupported': ['model'],
  'attention-unsupported': ['model'],
  'model-key-unknown': ['key', 'file'],
  'model-pattern-unbounded': ['file', 'pattern'],
  'out-of-memory': ['detail'],
  'nowhere-writable': ['cache', 'temporary', 'reason'],
  'model-changed': ['model'],
  'model-changing': ['file'],
  'engine-crashed': ['crashes', 'detail'],
  'engine-start-failed': ['detail'],
  'engine-stuck': ['seconds'],
  'engine-stopped': [],
  'cache-unwritable': ['folder', 'reason'],
  'server-address-unusable': ['server'],
  'server-unreachable': ['server', 'reason'],
  'server-certificate': ['server', 'reason'],
  'server-unauthorized': ['server', 'status'],
  'server-redirects': ['server', 'to'],
  'server-busy': ['server', 'seconds'],
  'server-slow': ['server', 'seconds'],
  'server-token-unusable': ['server'],
  'server-failed': ['server', 'status', 'detail'],
  'server-answer': ['server', 'fault'],
  'server-model-unknown': ['server', 'model', 'known'],
  'server-other-checkpoint': ['server', 'model', 'checkpoint', 'text', 'picture'],
  'server-changing': ['server', 'model'],
  'server-only-embeds': ['server', 'model'],
  internal: ['detail'],
};
const phraseList: Record<PhraseFileProblemCode, readonly string[]> = {
  'phrase-too-long': ['count'],
  'list-quote-unclosed': [],
  'list-too-long': [],
  'list-empty': [],
  'list-file-too-large': ['detail'],
  'list-files-none': [],
  'list-folder-too-large': ['limit'],
};
const check: Record<CheckProblemCode, readonly string[]> = {
  'tests-missing': [],
  'tests-files-missing': [],
  'tests-match-nothing': ['pattern'],
  'lock-conflict': ['line'],
  'lock-damaged': ['detail'],
  'lock-later': ['version', 'known'],
  'lock-link': [],
  'lock-unwritable': ['detail'],
  'lock-other-checkpoint': ['before', 'now'],
  'lock-pictures-changed': ['locked', 'gone', 'added'],
  'lock-pictures-replaced': ['locked', 'gone', 'added', 'now'],
  'lock-spells-gone': ['spells'],
  'lock-partly': [],
};
const picture: Record<ImageErrorCode, readonly string[]> = {
  'image-missing': ['path'],
  'image-unreadable': ['path', 'detail'],
  'image-empty': ['path'],
  'image-pointer': ['path'],
  'image-not-a-picture': ['path'],
  'image-kind-unread': ['path', 'detail'],
  'image-too-large': ['path', 'detail'],
  'image-too-narrow': ['path', 'detail'],
  'image-too-slow': ['path', 'detail'],
  'image-no-memory': ['path', 'detail'],
  'image-crashed': ['path', 'detail'],
  'image-truncated': ['path', 'detail'],
};
const imageEntry: Record<ImageProblemCode, readonly string[]> = {
  'image-not-found': ['pattern', 'base'],
  'image-not-a-file': ['pattern'],
  'image-outside': ['pattern'],
  'images-none-match': ['pattern', 'base'],
  'images-none-match-brackets': ['pattern'],
  'images-kinds-unread': ['pattern', 'kinds'],
  'images-kinds-left-out': ['pattern', 'count', 'kinds'],
  'images-avoided': ['pattern', 'count'],
  'images-links-to-nothing': ['pattern', 'count', 'path'],
  'images-too-many': ['pattern', 'limit', 'found'],
  'images-outside': ['pattern', 'folder'],
  'images-links-outside': ['pattern', 'count', 'path'],
  'images-search-too-many': ['pattern', 'limit', 'folder'],
  'images-search-too-complex': ['pattern'],
};
const wildcard: Record<WildcardProblem['code'], readonly string[]> = {
  'wildcard-file-broken': ['detail'],
  'wildcard-yaml-too-long': ['detail'],
  'wildcard-yaml-too-deep': ['detail'],
  'wildcard-yaml-too-many': ['detail'],
  'wildcard-yaml-key-twice': ['detail'],
  'wildcard-file-pointer': [],
  'wildcard-file-unreadable': ['detail'],
  'wildcard-file-outside': [],
  'wildcard-files-too-large': [],
  'wildcard-names-too-many': ['detail'],
  'wildcard-search-too-many': ['detail'],
  'wildcard-search-too-complex': [],
};
const scoring: Record<ScoreProblemCode, readonly string[]> = {
  'no-prompts': [],
  'no-images': [],
  'no-readable-images': [],
  'prompt-too-long': ['count', 'limit', 'word'],
  'template-too-long': ['count', 'limit'],
  'server-differs': ['server', 'checkpoint', 'text', 'picture', 'cause'],
  'prompt-language': ['checkpoint', 'script', 'languages'],
  'too-large-to-follow': ['limit'],
  'unexpected-error': ['detail'],
};
const fileError: Record<FileErrorCode, readonly string[]> = {
  'file-missing': [],
  'file-is-folder': [],
  'file-special': [],
  'file-outside': [],
  'file-unreadable': ['detail'],
  'file-too-large': ['detail'],
  'file-pointer': [],
  'file-not-text': [],
  'picture-file-too-large': ['detail'],
  'folder-without-spells': [],
  'folder-without-pictures': [],
  'folder-too-large': ['detail'],
};
const model: Record<ModelErrorCode, readonly string[]> = {
  'registry-broken': ['path', 'reason'],
  'registry-unreadable': ['path', 'reason'],
  'model-unlisted': ['model', 'known'],
  'model-unreadable': ['model', 'format'],
  'model-absent': ['model', 'size'],
  offline: [],
  'endpoint-unusable': ['endpoint'],
  'proxy-unusable': ['reason'],
  'hub-unreachable': ['host', 'reason'],
  'hub-not-found': ['host', 'path'],
  'hub-unauthorized': ['host', 'path'],
  'hub-gated': ['host', 'path'],
  'hub-busy': ['host', 'seconds'],
  'hub-failed': ['host', 'status', 'path'],
  'hub-not-a-file': ['host', 'file'],
  'hub-redirects': ['host', 'reason'],
  'hub-other-file': ['host', 'file', 'repository'],
  'hub-no-hash': ['host', 'file', 'repository'],
  'download-cut': ['host', 'have', 'size', 'file'],
  'download-slow': ['host', 'file', 'kilobytes', 'have', 'size'],
  'download-corrupt': ['file', 'host'],
  'disk-full': ['folder', 'amount'],
  'hub-cache-unwritable': ['folder', 'reason'],
  'cache-odd-entry': ['path', 'kind'],
  'file-damaged': ['file', 'model', 'path'],
  'remove-refused': ['folder'],
  'picture-missing': ['folder', 'urls'],
  'nothing-published': ['model'],
};
/** Their parameters are held to what the parser gives, in `syntax.test.ts`. */
const syntax: Record<SyntaxCode, readonly string[] | undefined> = Object.fromEntries(
  Object.keys(SYNTAX_WORDING).map((code) => [code, undefined]),
) as Record<SyntaxCode, undefined>;

const given: Record<ProblemCode, readonly string[] | undefined> = {
  ...engine,
  ...picture,
  ...imageEntry,
  ...wildcard,
  ...scoring,
  ...fileError,
  ...model,
  ...syntax,
  ...phraseList,
  ...check,
};

const faces: readonly Face[] = ['terminal', 'editor'];
const parametersIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([a-z]+)(?::[^{}]*)?\}/gi)].map((match) => match[1]!))].sort();

describe('what is said of a problem', () => {
  it('stands in one table only', () => {
    const tables = [
      SYNTAX_WORDING,
      IMAGE_PROBLEM_WORDING,
      IMAGE_WORDING,
      WILDCARD_PROBLEM_WORDING,
      SCORE_PROBLEM_WORDING,
      ENGINE_WORDING,
      MODEL_ERROR_WORDING,
      FILE_ERROR_WORDING,
      PHRASE_LIST_WORDING,
      CHECK_PROBLEM_WORDING,
    ];
    const codes = tables.flatMap((table) => Object.keys(table));
    assert.deepEqual(
      codes.filter((code, i) => codes.indexOf(code) !== i),
      [],
    );
    assert.deepEqual(Object.keys(given).sort(), codes.sort());
  });

  for (const [code, wording] of Object.entries<FacedWording>(PROBLEM_WORDING))
    it(`${code} is said in both languages to both faces, with what is known of it`, () => {
      const known = given[code as ProblemCode];
      const used = new Set<string>();
      for (const face of faces) {
        const { en, ja } = wordingFor(wording, face);
        assert.match(en, /[a-z]/);
        assert.match(ja, /[ぁ-んァ-ヶ]/);
        assert.deepEqual(parametersIn(ja), parametersIn(en));
        for (const name of parametersIn(en)) used.add(name);
      }
      if (known) assert.deepEqual([...used].sort(), [...known].sort());
    });

  it('is what can be done where it is read', () => {
    for (const [code, wording] of Object.entries<FacedWording>(PROBLEM_WORDING)) {
      const { en, ja } = wordingFor(wording, 'editor');
      const isMeant = code === 'too-large-to-follow' || code === 'engine-stuck';
      for (const text of [en, ja]) {
        assert.ok(isMeant || !/spellwright (?:models|score)|--[a-z]+/.test(text), `${code}: ${text}`);
      }
      const terminal = wordingFor(wording, 'terminal');
      assert.ok(isMeant || !/Spellwright: |quick fix|Retry/.test(terminal.en), `${code}: ${terminal.en}`);
    }
  });

  it('names a missing model with the way to it', () => {
    const error = new EngineError('model-not-pulled', { model: 'clip-b', megabytes: 600 });
    assert.match(
      errorText(error, { language: 'en', face: 'terminal' }),
      /Run: spellwright models pull clip-b$/,
    );
    assert.match(errorText(error, { language: 'en', face: 'editor' }), /“Spellwright: Choose Checkpoint…”/);
    assert.match(
      errorText(error, { language: 'ja', face: 'editor' }),
      /「Spellwright: チェックポイントを選ぶ…」/,
    );
  });

  it('gives sizes their units, and lists what is known in the language that is spoken', () => {
    const full = new ModelError('disk-full', { folder: '/m', needed: 2_000_000_000, free: 5_000_000 });
    assert.equal(
      errorText(full, { language: 'en', face: 'terminal' }),
      'There is not enough space on the disk of /m: 2.0 GB needed, 5.0 MB free. Free some, or set HF_HUB_CACHE to a folder on another disk.',
    );
    assert.match(
      errorText(new ModelError('disk-full', { folder: '/m' }), { language: 'en', face: 'terminal' }),
      /disk of \/m\. Free/,
    );
    const odd = new ModelError('cache-odd-entry', { path: '/m/x', kind: 'pipe' });
    assert.match(errorText(odd, { language: 'ja', face: 'editor' }), /名前付きパイプ/);
    const unread = { checkpoint: 'c', script: 'Jpan', languages: ['en', 'de', 'fr', 'es', 'it', 'pt'] };
    assert.match(
      problemText({ code: 'prompt-language', parameters: unread }, { language: 'en', face: 'terminal' }),
      /trained on English, German, French, Spanish, Italian, \+1 and hardly reads Japanese letters/,
    );
    const large = { path: '/a/b.png', detail: '300000000 bytes' };
    assert.match(
      problemText(
        { code: 'image-too-large', parameters: large },
        { language: 'ja', face: 'editor', shown: (path) => path.slice('/a/'.length) },
      ),
      /^b\.png は大きすぎます（300 MB）/,
    );
    const file = new FileError('file-unreadable', '/a', 'EACCES');
    assert.match(errorText(file, { language: 'en', face: 'terminal' }), /cannot be read \(EACCES\)/);
  });

  it('says in one language why a redirection is not followed', () => {
    const said = (parameters: Readonly<Record<string, string | number>>, language: 'en' | 'ja'): string =>
      errorText(new ModelError('hub-redirects', { host: 'hub.org', ...parameters }), {
        language,
        face: 'terminal',
      });
    for (const [parameters, english, japanese] of [
      [{ fault: 'insecure', to: 'http://a.org' }, '(to http://a.org)', '（転送先: http://a.org）'],
      [{ fault: 'too-often', most: 5 }, '(more than 5 times)', '（5回を超える転送）'],
      [{ fault: 'nowhere' }, '(nowhere)', '（転送先なし）'],
    ] as const) {
      assert.ok(said(parameters, 'en').includes(english), said(parameters, 'en'));
      assert.ok(said(parameters, 'ja').includes(japanese), said(parameters, 'ja'));
    }
  });

  it('says what a path is relative to: the file that names it, or the folder of a command', () => {
    const parameters = { pattern: 'x.png' };
    const listener = { language: 'en', face: 'terminal' } as const;
    const span = { start: 4, end: 9 };
    assert.match(
      problemText({ code: 'image-not-found', span, parameters }, listener),
      /relative to this file\.$/,
    );
    assert.match(
      problemText({ code: 'image-not-found', parameters }, listener),
      /relative to the current folder\.$/,
    );
  });
});
