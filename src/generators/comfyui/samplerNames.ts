import { nameIn } from '../wishes';

/** ComfyUI's names of the samplers that the AUTOMATIC1111 family calls otherwise; both name the same method of k-diffusion. */
const SAMPLERS: Readonly<Record<string, string>> = {
  'euler a': 'euler_ancestral',
  dpm2: 'dpm_2',
  'dpm2 a': 'dpm_2_ancestral',
  'dpm fast': 'dpm_fast',
  'dpm adaptive': 'dpm_adaptive',
  'dpm++ 2s a': 'dpmpp_2s_ancestral',
  'dpm++ sde': 'dpmpp_sde',
  'dpm++ 2m': 'dpmpp_2m',
  'dpm++ 2m sde': 'dpmpp_2m_sde',
  'dpm++ 3m sde': 'dpmpp_3m_sde',
  unipc: 'uni_pc',
};
const SCHEDULERS: Readonly<Record<string, string>> = {
  uniform: 'normal',
  'sgm uniform': 'sgm_uniform',
  ddim: 'ddim_uniform',
  'kl optimal': 'kl_optimal',
};

export interface Sampling {
  readonly sampler?: string;
  readonly scheduler?: string;
}

/**
 * The names that ComfyUI has for a wish in its own names or in those of the AUTOMATIC1111 family, where a sampler's name may
 * end with its scheduler ("DPM++ 2M Karras") and "Automatic" leaves the choice.
 * @returns a name as it was wished where the lists have none
 */
export function comfySampling(
  { sampler, scheduler }: Sampling,
  samplers: readonly string[],
  schedulers: readonly string[],
): Sampling {
  const ending = /^(.+\S)\s+(\S+)$/.exec(sampler?.trim() ?? '');
  const known = sampler === undefined ? undefined : samplerIn(samplers, sampler);
  const withEnding =
    known === undefined && ending && samplerIn(samplers, ending[1]!) && schedulerIn(schedulers, ending[2]!);
  const wished = /^automatic$/i.test(scheduler ?? '') ? undefined : scheduler;
  const chosen = wished ?? (withEnding ? ending[2] : undefined);
  return {
    ...(sampler !== undefined && {
      sampler: known ?? (withEnding ? samplerIn(samplers, ending[1]!) : sampler),
    }),
    ...(chosen !== undefined && { scheduler: schedulerIn(schedulers, chosen) ?? chosen }),
  };
}

function samplerIn(list: readonly string[], wanted: string): string | undefined {
  return nameIn(list, wanted) ?? nameIn(list, SAMPLERS[wanted.trim().toLowerCase()] ?? wanted);
}

function schedulerIn(list: readonly string[], wanted: string): string | undefined {
  return nameIn(list, wanted) ?? nameIn(list, SCHEDULERS[wanted.trim().toLowerCase()] ?? wanted);
}
