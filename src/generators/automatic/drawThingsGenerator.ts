import { isObject } from '../../core/infotext/looseJson';
import type { GeneratorConnection } from '../connection';
import type {
  Capabilities,
  Generation,
  GenerationOptions,
  GenerationRequest,
  Generator,
  GeneratorIdentity,
} from '../generator';
import { MOST_ENCODED_BYTES } from '../picture';
import { differences, listed, seedDigits } from '../wishes';
import { readPictures } from './automaticAnswer';

const ROUTE = '/sdapi/v1/txt2img';
/** Its configuration keeps 32 bits. */
const HIGHEST_SEED = 2n ** 32n - 1n;

/**
 * Draw Things, which speaks a small part of the same API: any name that it does not know is refused, it lists nothing, tells
 * no progress, cannot be stopped and does not say what ran.
 */
export class DrawThingsGenerator implements Generator {
  constructor(
    private readonly connection: GeneratorConnection,
    readonly identity: GeneratorIdentity,
  ) {}

  capabilities(signal?: AbortSignal): Promise<Capabilities> {
    signal?.throwIfAborted();
    return Promise.resolve({ sizes: { multipleOf: 64 }, progress: false, preview: false, cancel: 'none' });
  }

  async generate(request: GenerationRequest, { signal }: GenerationOptions = {}): Promise<Generation> {
    const seed = seedDigits(request, HIGHEST_SEED);
    signal?.throwIfAborted();
    const answer = await this.connection.postJson(
      ROUTE,
      {
        prompt: request.prompt,
        // Without one it would take what stands in its window.
        negative_prompt: request.negative ?? '',
        seed,
        steps: request.steps,
        guidance_scale: request.cfgScale,
        width: request.width,
        height: request.height,
        sampler: request.sampler,
        model: request.model,
        batch_count: 1,
      },
      { signal, mostBytes: MOST_ENCODED_BYTES },
    );
    const pictures = readPictures(isObject(answer) ? { images: answer.images } : {}, seed, {
      url: this.identity.url,
      path: ROUTE,
    });
    const unused = (['scheduler', 'clipSkip'] as const).filter((name) => request[name] !== undefined);
    return {
      pictures: [pictures[0]],
      remarks: [
        ...differences({ ...request, seed: String(seed) }, pictures[0]),
        ...listed('generation-unused', unused),
      ],
    };
  }
}
