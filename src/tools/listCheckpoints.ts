import { bundledModel } from '../client/modelLocation';
import { pulledModel } from '../models/pulledModel';
import { readRegistry } from '../models/registry';
import { readableFormats } from '../models/registryFormat';
import { count, summary } from './answers';
import { choice, list, nullable, record, text, whole } from './schema';
import { onlyReads, tool } from './tool';

const output = record({
  summary,
  checkpoints: list(
    record({
      id: text(),
      name: text(),
      state: choice(['ready', 'partly-downloaded', 'not-downloaded', 'not-readable']),
      licence: text(),
      languages: list(text(), { description: 'BCP-47 codes of what it reads well.' }),
      megabytes: whole(),
      note: text(),
      userCommand: nullable(
        text({
          description: 'What the user runs to have it. You cannot: nothing is downloaded for an agent.',
        }),
      ),
    }),
  ),
});

export const listCheckpoints = tool({
  name: 'list_checkpoints',
  description:
    'Lists the CLIP checkpoints that can score: those that are on this machine, and those that the user may download, with size and licence. Scores of different checkpoints do not compare.',
  ...{ input: record({}), output, annotations: onlyReads },
  async run(_, { places, face }) {
    const known = await readRegistry(places.registries);
    const rows = await Promise.all(
      known.map(async (model) => {
        const { id, name, format, licence, languages, megabytes, note } = model;
        const { state, refused } = await pulledModel(model, places.cacheFolder);
        const isReadable = readableFormats.has(format) && !refused;
        const shown = !isReadable
          ? 'not-readable'
          : state === 'pulled'
            ? 'ready'
            : state === 'partial'
              ? 'partly-downloaded'
              : 'not-downloaded';
        const command =
          face === 'terminal' ? `spellwright models pull ${id}` : 'Spellwright: Choose Checkpoint…';
        return {
          ...{ id, name, licence, languages, note: note.en },
          state: shown,
          megabytes: Math.round(megabytes),
          userCommand: shown === 'not-downloaded' || shown === 'partly-downloaded' ? command : null,
        } as const;
      }),
    );
    const ready = rows.filter(({ state }) => state === 'ready').map(({ id }) => id);
    return {
      summary: `Ready: ${[bundledModel, ...ready].join(', ')}. ${count(rows.length - ready.length, 'other')} the user may download or cannot be read.`,
      checkpoints: [bundled, ...rows],
    };
  },
});

const bundled = {
  id: bundledModel,
  name: 'The bundled checkpoint',
  state: 'ready',
  licence: 'MIT',
  languages: ['en', 'ja'],
  megabytes: 8,
  note: 'Knows simple, emoji-like drawings. It judges no photograph and no painting.',
  userCommand: null,
} as const;
