import { homedir } from 'node:os';
import path from 'node:path';
import { huggingFaceHome } from './hubCache';
import { readSmallFile } from './plainFiles';

/** How the hub is reached. */
export interface HubAccess {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** Sent to the endpoint's own origin only, and never shown. */
  readonly token?: string;
  readonly offline: boolean;
  /** Address of a proxy; undefined: `HTTPS_PROXY` and `HTTP_PROXY` decide. */
  readonly proxy?: string;
  /** Hosts that are asked directly, written as in `NO_PROXY`; undefined: that variable decides. */
  readonly noProxy?: string;
  /** False takes certificates that nobody vouches for, as those of a proxy that reads along. */
  readonly strictTls?: boolean;
}

/** What a program that has settings of its own for them says of the way to the hub. */
export type ProxySettings = Pick<HubAccess, 'proxy' | 'noProxy' | 'strictTls'>;

/** Bytes; the hub's have 37. */
const longestToken = 4096;
const publicHub = 'https://huggingface.co';

/** What the variables say that other programs of Hugging Face obey as well; an empty one counts as unset. */
export async function hubAccess(
  environment: NodeJS.ProcessEnv = process.env,
  { home = homedir(), proxy, noProxy, strictTls }: ProxySettings & { readonly home?: string } = {},
): Promise<HubAccess> {
  return {
    endpoint: (environment.HF_ENDPOINT || publicHub).replace(/\/+$/, ''),
    token: await readToken(environment, home),
    offline: isTrue(environment.HF_HUB_OFFLINE) || isTrue(environment.TRANSFORMERS_OFFLINE),
    proxy: proxy || undefined,
    noProxy,
    strictTls,
  };
}

/** `HF_TOKEN`, or the file that `hf auth login` writes. */
async function readToken(environment: NodeJS.ProcessEnv, home: string): Promise<string | undefined> {
  if (isTrue(environment.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return undefined;
  const given = environment.HF_TOKEN || environment.HUGGING_FACE_HUB_TOKEN;
  if (given) return clean(given);
  const file = environment.HF_TOKEN_PATH || path.join(huggingFaceHome(environment, home), 'token');
  const written = await readSmallFile(file, longestToken).catch(() => ''); // nobody has logged in
  return clean(written.toString());
}

/** A line break would end the header. */
function clean(token: string): string | undefined {
  return token.replace(/\s/g, '') || undefined;
}

function isTrue(value: string | undefined): boolean {
  return ['1', 'on', 'yes', 'true'].includes((value ?? '').toLowerCase());
}
